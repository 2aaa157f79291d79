import { backoff } from '../core/backoff.js';
import { Emitter } from '../core/emitter.js';
import { Parts } from './parts.js';
import { Turns } from './turns.js';

/** @typedef {'waiting' | 'asking' | 'paused' | 'stopped'} State */

const USUAL_INTERVAL_MS = 5000;
const LONGEST_WAIT_MS = 60_000;
const USUAL_TIMEOUT_MS = 60_000;
// Statuses after which polling again is useless.
const NOT_LET_IN = [401, 403];
// Codes that mean that the data are of another epoch.
const TO_BE_LOADED = ['ERR_BEFORE_RESET', 'ERR_UNKNOWN_REVISION'];

/**
 * Lets a Bryntum CrudManager poll for the changes of others by its own `sync`, with or without own changes
 * (`forceSync`). The next poll is sent after an interval from the previous response.
 *
 * - A hidden page does not poll, and polls immediately when it becomes visible.
 * - A request without a response in time is aborted, and fails.
 * - A failed request is repeated after a pause that doubles each time, with jitter.
 * - After 401 or 403 polling stops until {@link start}.
 * - A project that was reset, or has changed too much since, is loaded again.
 * - Loads and syncs are serialized, including those of the application, because the library cannot handle both at once.
 * - In stores that are loaded in parts, so are the shown parts that changes of others may affect, unless there are
 *   unsaved changes.
 *
 * Events: `state` `{ state }`; `synced`; `failed` `{ status, code, retryIn }`, `status` 0 without a response; `stopped`
 * `{ status, code }`; `dropped` `{ reason, changes }`: the unsaved changes that were lost because the project had to be
 * loaded again.
 */
export class Polling extends Emitter {
  /** @type {State} */
  state = 'stopped';
  crudManager;
  #interval;
  #longest;
  #timeout;
  #failures = 0;
  #parts;
  #turns;
  /** Number of starts, to detect late responses. */
  #run = 0;
  /** The error code of the last failure. @type {string | undefined} */
  #code;
  /** @type {any} */
  #timer;
  #detach;

  /**
   * @param {any} crudManager a CrudManager, or a project of the Gantt or of SchedulerPro with a `syncUrl`
   * @param {object} [options]
   * @param {number} [options.interval] milliseconds from a response to the next poll
   * @param {number} [options.longestWait] milliseconds to wait at most, when one question after the other fails
   * @param {number} [options.timeout] milliseconds in which an answer has to come
   */
  constructor(
    crudManager,
    {
      interval = USUAL_INTERVAL_MS,
      longestWait = LONGEST_WAIT_MS,
      timeout = USUAL_TIMEOUT_MS,
    } = {},
  ) {
    super();
    this.#timeout = timeout;
    this.crudManager = crudManager;
    this.#interval = interval;
    this.#longest = Math.max(interval, longestWait);
    this.#parts = new Parts(crudManager);
    this.#turns = new Turns(crudManager);
    this.#detach = crudManager.on({
      syncFail: (/** @type {any} */ { response }) => (this.#code = response?.code),
      destroy: () => this.destroy(),
    });
  }

  /** Asks now, and goes on. */
  start() {
    if (this.state !== 'stopped' || this.crudManager.isDestroyed) return;
    force(this.crudManager);
    globalThis.document?.addEventListener('visibilitychange', this.#onVisibility);
    globalThis.addEventListener?.('online', this.#onOnline);
    this.#failures = 0;
    this.#go();
  }

  /** Asks no more. */
  stop() {
    if (this.state === 'stopped') return;
    this.#run++;
    clearTimeout(this.#timer);
    globalThis.document?.removeEventListener('visibilitychange', this.#onVisibility);
    globalThis.removeEventListener?.('online', this.#onOnline);
    release(this.crudManager);
    this.#enter('stopped');
  }

  /** The same for good; the CrudManager stays. It is done by itself when that is destroyed. */
  destroy() {
    this.stop();
    this.#parts.destroy();
    this.#turns.destroy();
    this.#detach?.();
  }

  #onVisibility = () => {
    if (isHidden()) {
      // What is asked already is answered.
      if (this.state !== 'waiting') return;
      clearTimeout(this.#timer);
      this.#enter('paused');
    } else if (this.state === 'paused') this.#go();
  };

  #onOnline = () => {
    if (this.state === 'waiting' && this.#failures > 0) this.#go();
  };

  #go() {
    clearTimeout(this.#timer);
    if (isHidden()) this.#enter('paused');
    else void this.#ask();
  }

  async #ask() {
    const run = ++this.#run;
    this.#enter('asking');
    this.#code = undefined;
    let failure;
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      giveUp(this.crudManager);
    }, this.#timeout);
    try {
      await this.crudManager.sync();
      if (this.#parts.isBehind && !this.crudManager.crudStoreHasChanges()) await this.#parts.load();
    } catch (error) {
      failure = await this.#mended(error);
    }
    clearTimeout(timer);
    if (run !== this.#run) return;
    // The library says nothing of what is given up.
    if (failure || isLate) this.#fail(failure);
    else {
      this.#failures = 0;
      this.emit('synced');
      this.#wait(this.#interval);
    }
  }

  /**
   * @param {any} error of a sync
   * @returns {Promise<any>} of what it failed in the end; undefined: the project is loaded again
   */
  async #mended(error) {
    if (!TO_BE_LOADED.includes(this.#code ?? '')) return error;
    const { changes } = this.crudManager;
    if (changes) this.emit('dropped', { reason: this.#code, changes });
    try {
      await this.#parts.load();
      return undefined;
    } catch (later) {
      return later;
    }
  }

  /** @param {any} error */
  #fail(error) {
    const status = error?.rawResponse?.status ?? 0;
    const code = this.#code;
    if (NOT_LET_IN.includes(status)) {
      this.stop();
      this.emit('stopped', { status, code });
      return;
    }
    const first = this.#interval * 2;
    const retryIn = backoff(this.#failures++, { first, most: this.#longest });
    this.emit('failed', { status, code, retryIn });
    this.#wait(retryIn);
  }

  /** @param {number} time */
  #wait(time) {
    // Who was told may have stopped it.
    if (this.state !== 'asking') return;
    if (isHidden()) {
      this.#enter('paused');
      return;
    }
    this.#enter('waiting');
    this.#timer = setTimeout(() => this.#go(), time);
  }

  /** @param {State} state */
  #enter(state) {
    this.state = state;
    this.emit('state', { state });
  }
}

/**
 * @param {any} crudManager
 * @param {{interval?: number, longestWait?: number, timeout?: number}} [options] see {@link Polling}
 * @returns {Polling} that has begun
 */
export const poll = (crudManager, options) => {
  const polling = new Polling(crudManager, options);
  polling.start();
  return polling;
};

/** How many ask by a CrudManager, and whether it asked without changes before. @type {WeakMap<any, {count: number, before: any}>} */
const forced = new WeakMap();

/** @param {any} crudManager that is to ask also where it has no changes */
const force = (crudManager) => {
  const { count = 0, before = crudManager.forceSync } = forced.get(crudManager) ?? {};
  forced.set(crudManager, { count: count + 1, before });
  crudManager.forceSync = true;
};

/** @param {any} crudManager of which one asks no more */
const release = (crudManager) => {
  const { count = 1, before } = forced.get(crudManager) ?? {};
  if (count > 1) forced.set(crudManager, { count: count - 1, before });
  else {
    forced.delete(crudManager);
    if (!crudManager.isDestroyed) crudManager.forceSync = before;
  }
};

/** Whatever is asked later waits for the answer to what is asked now. @param {any} crudManager */
const giveUp = (crudManager) => {
  for (const request of Object.values(crudManager.activeRequests ?? {})) {
    // It is kept under another name in each version.
    const asked = Object.values(request ?? {}).find((one) => one?.abort);
    if (asked) crudManager.cancelRequest(asked, request.reject);
  }
};

const isHidden = () => globalThis.document?.visibilityState === 'hidden';
