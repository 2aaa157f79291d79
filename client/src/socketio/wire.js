import { CLOSE } from '../core/close-codes.js';
import { Emitter } from '../core/emitter.js';
import { Jobs } from './jobs.js';
import { eventOf, lockOf, userOf } from './messages.js';
import { Telling } from './telling.js';

/** @typedef {Record<string, any>} Fields */
/** @typedef {import('./telling.js').Told} Told */

/**
 * State that survives a connection.
 *
 * @typedef {object} Past
 * @property {(url: string, options: object) => any} io of socket.io-client
 * @property {object} socketOptions for it
 * @property {string | number} calendarId
 * @property {import('../core/project.js').SyncProject} [client]
 * @property {string} [clientId] of the last connection
 * @property {number} loadedAt the revision of the first load
 * @property {boolean} [isOver] is the client closed for good?
 * @property {import('./overtaken.js').Overtaken} overtaken
 */

const [CONNECTING, OPEN, CLOSED] = [0, 1, 3];
const LOST = 1006;

/** @type {Record<string, number>} */
const CLOSE_CODES = {
  ERR_UNAUTHORIZED: CLOSE.TOKEN,
  ERR_FORBIDDEN: CLOSE.FORBIDDEN,
  ERR_UNKNOWN_PROJECT: CLOSE.UNKNOWN,
  ERR_PROJECT_REQUIRED: CLOSE.UNKNOWN,
};

/**
 * Looks like a WebSocket of the dialect `sync` to a `Link`, and uses the events of a calendar over Socket.IO.
 *
 * Changes are not answered there. So after each one, it subscribes to the calendar again; that is answered with
 * everything since the known revision, including this change. Therefore changes are sent one after the other.
 */
export class Wire extends Emitter {
  readyState = CONNECTING;
  bufferedAmount = 0;
  #past;
  #socket;
  #telling;
  /** @type {Told | undefined} */
  #told;
  #jobs = new Jobs(() => this.readyState === OPEN);

  /** @param {string} address of `sync` @param {Past} past */
  constructor(address, past) {
    super();
    this.#past = past;
    this.#telling = new Telling(past, this.#jobs, (...said) => this.#say(...said));
    const { protocol, host, searchParams } = new URL(address);
    const auth = Object.fromEntries(
      [...searchParams].filter(([name]) => name === 'token' || name === 'userName'),
    );
    const options = { ...past.socketOptions, auth, reconnection: false, forceNew: true };
    this.#socket = past.io(`${protocol.replace('ws', 'http')}//${host}`, options);
    this.#socket.on('connect', () => {
      this.readyState = OPEN;
      this.emit('open');
      this.#jobs.add((next) => this.#begin(next));
    });
    this.#socket.on('connect_error', (/** @type {any} */ { data, message }) =>
      this.#end(CLOSE_CODES[data?.code] ?? LOST, data?.code ?? message),
    );
    const lost = (/** @type {string} */ reason, /** @type {any} */ details) =>
      this.#end(details?.context?.code ?? LOST, reason);
    this.#socket.on('disconnect', lost);
    // Of a line that is gone before it has begun, a socket hears after 20 seconds; why it closes one itself, it tells behind that.
    this.#socket.io?.engine?.on('close', (/** @type {[string, any]} */ ...given) =>
      given[0] === 'forced close' ? undefined : lost(...given),
    );
    this.#socket.onAny((/** @type {string} */ name, /** @type {any[]} */ ...[data, more]) =>
      this.#hear(name, data, more?.revision),
    );
  }

  /** @param {string} name @param {(event: any) => void} listener */
  addEventListener(name, listener) {
    this.on(name, listener);
  }

  /** @param {string} text */
  send(text) {
    const message = JSON.parse(text);
    const { type, payload } = message;
    if (type === 'changes') this.#jobs.add((next) => this.#change(message, next), true);
    else if (type === 'ping') this.#jobs.add((next) => this.#ping(next));
    else if (type === 'request_sync') this.#jobs.add((next) => this.#load(next));
    else if (type === 'selection') this.#select(payload);
    else if (type === 'lock' || type === 'unlock') this.#lock(type, payload);
    // Another token needs another connection.
    else if (type === 'login') this.#end(LOST, type);
  }

  close() {
    // A closed client does not wait for answers.
    if (this.#past.isOver) this.#jobs.hurry();
    this.readyState = CLOSED;
    this.#socket.disconnect();
  }

  /** @returns {import('../core/project.js').SyncProject} */
  get #client() {
    return /** @type {any} */ (this.#past.client);
  }

  /** @param {number} code @param {string} reason */
  #end(code, reason) {
    if (this.readyState === CLOSED) return;
    this.close();
    this.emit('close', { code, reason });
  }

  /** @param {string} type @param {any} payload @param {object} [more] */
  #say(type, payload, more) {
    this.emit('message', { data: JSON.stringify({ type, payload, ...more }) });
  }

  /**
   * Subscribes again.
   *
   * @param {number | undefined} revision the last known one; undefined: load everything
   * @param {(told: Told, answer: Fields) => void} done
   */
  #ask(revision, done) {
    const { calendarId, clientId } = this.#past;
    /** @type {Told} */
    const told = (this.#told = { updates: [], conflicts: [], isReset: false });
    const request = { calendarId, ...(revision !== undefined && { revision, clientId }) };
    this.#socket.emit('calendar:subscribe', request, (/** @type {Fields} */ answer) => {
      this.#told = undefined;
      if (answer.success) done(told, answer);
      else this.#end(CLOSE_CODES[answer.code] ?? LOST, answer.code);
    });
  }

  /** @param {() => void} next */
  #begin(next) {
    const past = this.#past;
    const isBack = past.clientId !== undefined;
    this.#ask(isBack ? this.#client.revision : undefined, (told, { clientId, revision }) => {
      past.clientId = clientId;
      if (!isBack) past.loadedAt = revision;
      this.#say('init', {
        clientId,
        revision,
        project: isBack ? undefined : told.load?.changes,
      });
      if (isBack) this.#telling.deliver(told);
      next();
    });
  }

  /** @param {() => void} next */
  #ping(next) {
    this.#ask(this.#client.revision, (told) => {
      this.#telling.deliver(told);
      this.#say('pong', {});
      next();
    });
  }

  /** @param {() => void} next */
  #load(next) {
    this.#ask(undefined, (told) => {
      // What was asked for is not taken for a reset: it is told twice.
      if (told.isReset && told.load) this.#telling.reload(told.load);
      this.#telling.deliver(told);
      next();
    });
  }

  /** @param {Fields} message @param {() => void} next */
  #change(message, next) {
    const { changes, base } = eventOf(message.payload);
    // It was stored across a reload: later changes are unknown here.
    if (base >= 0 && base < this.#past.loadedAt && !message.force) {
      this.#ask(base, ({ updates }) => {
        for (const update of updates) this.#past.overtaken.note(update.changes, update.revision);
        this.#past.loadedAt = base;
        this.#send(message, changes, base, next);
      });
    } else this.#send(message, changes, base, next);
  }

  /** @param {Fields} message @param {Fields} changes @param {number} base @param {() => void} next */
  #send({ revision: number, force }, changes, base, next) {
    const found = force ? [] : this.#past.overtaken.check(changes, base);
    if (found.length > 0) {
      this.#telling.overtaken(number, found);
      next();
      return;
    }
    this.#socket.emit('calendar:change', changes, ...(force ? [{ force }] : []));
    this.#ask(this.#client.revision, (told) => {
      this.#telling.settle(number, changes, told);
      next();
    });
  }

  /** @param {string} name of an event @param {any} data @param {number} revision */
  #hear(name, data, revision) {
    const told = this.#told;
    if (name === 'calendar:update') {
      if (told) told.updates.push({ changes: data, revision });
      else this.#telling.tell({ changes: data, revision });
    } else if (name === 'calendar:load') {
      if (told) told.load = { changes: data, revision };
      else this.#telling.reload({ changes: data, revision });
    } else if (name === 'calendar:reset') {
      if (told) told.isReset = true;
    } else if (name === 'calendar:conflict') told?.conflicts.push(data);
    else if (name === 'calendar:error') {
      if (told) told.error = data;
      else this.#say('error', data);
    } else if (name === 'calendar:presence') this.#say('presence', { users: data.map(userOf) });
    else if (name === 'calendar:lock') this.#hearLock(data);
    else if (name === 'calendar:locks')
      this.#say('locks', { ...data, locks: data.locks.map(lockOf) });
  }

  /** @param {Fields} place */
  #select({ taskId, recordId = taskId ?? undefined, recordType = 'tasks', action }) {
    const place = recordId === undefined ? {} : { recordType, recordId, action };
    this.#request('calendar:presence', place, () => {});
  }

  /** @param {string} type @param {Fields} record */
  #lock(type, { recordType, recordId, wait }) {
    this.#request(`calendar:${type}`, { type: recordType, id: recordId, wait }, (answer) =>
      type === 'lock' ? this.#hearLock(answer) : undefined,
    );
  }

  /** @param {Fields} answer */
  #hearLock({ type: recordType, id: recordId, ...verdict }) {
    this.#say('lock', { recordType, recordId, ...verdict });
  }

  /** @param {string} name @param {object} data @param {(answer: Fields) => void} done */
  #request(name, data, done) {
    this.#socket.emit(name, data, (/** @type {Fields} */ { code, message, ...answer }) =>
      code === undefined ? done(answer) : this.#say('error', { code, message }),
    );
  }
}
