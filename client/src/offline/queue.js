import { hold } from './hold.js';
import { bestStore } from './stores.js';

/** @typedef {import('./stores.js').KeyStore} KeyStore */
/** @typedef {import('../core/sending.js').Kept} Kept */
/** @typedef {import('../core/sending.js').Queue} Queue */

const WEEK_MS = 7 * 24 * 3600 * 1000;
const MANY = 1000;

/**
 * Keeps what the server has not answered, by project and user, over a reload and the end of the browser: for the option `queue` of a
 * project. Each tab has a queue of its own; what a tab has left behind that is gone is taken over by the next one that opens the
 * project.
 *
 * @param {object} [options]
 * @param {string} [options.user] whose changes they are, where the option `userName` does not say so
 * @param {number} [options.maxAge] milliseconds; older changes are asked about (event `stale`) before they are sent
 * @param {number} [options.maxChanges] the same for more changes than these
 * @param {KeyStore} [options.store] where they are kept: IndexedDB, else localStorage, else memory
 * @returns {Queue}
 */
export const offlineQueue = ({ user, maxAge = WEEK_MS, maxChanges = MANY, store } = {}) => {
  /** @type {KeyStore} */
  let kept;
  let key = '';
  /** The number of the last that somebody was asked about. */
  let asked = -Infinity;
  let release = () => {};
  /** @type {Kept | undefined} the last that is not written yet */
  let next;
  let writing = Promise.resolve();
  /** @type {Promise<any>} */
  let opened = Promise.resolve();
  let closing = Promise.resolve();

  const write = async () => {
    const state = next;
    next = undefined;
    if (!state) return;
    if (state.entries.length > 0) await kept.write(key, state);
    else await kept.remove(key);
  };

  /**
   * Takes over what tabs have left behind that are gone.
   *
   * @param {string} prefix of their names
   * @returns {Promise<Kept | undefined>}
   */
  const takeOver = async (prefix) => {
    /** @type {{name: string, state: Kept, free: () => void}[]} */
    const left = [];
    for (const name of await kept.keys(prefix)) {
      const free = await hold(name);
      // Another tab has it.
      if (!free) continue;
      const state = await kept.read(name).catch((error) => queue.onProblem?.(error));
      if (state) left.push({ name, state, free });
      else free();
    }
    const [first, ...others] = left;
    key = first?.name ?? prefix + (crypto.randomUUID?.() ?? Math.random());
    release = first?.free ?? (await hold(key)) ?? (() => {});
    if (!first) return undefined;
    const { state } = first;
    for (const { state: other } of others)
      for (const entry of other.entries) state.entries.push({ ...entry, number: ++state.number });
    if (others.length > 0) await kept.write(key, state);
    for (const { name, free } of others) {
      await kept.remove(name);
      free();
    }
    return state;
  };

  /** @type {Queue} */
  const queue = {
    open(project, userName) {
      const opening = closing.then(async () => {
        asked = -Infinity;
        kept ??= store ?? (await bestStore((error) => queue.onProblem?.(error)));
        return takeOver(`gantt-sync ${JSON.stringify([project, user ?? userName ?? ''])} `);
      });
      // Who has no place for it goes on without.
      opened = opening.catch((error) => queue.onProblem?.(error));
      return opened;
    },
    save(state) {
      if (key === '') return;
      const isWaiting = next !== undefined;
      next = { ...state, entries: state.entries.map(plain) };
      if (isWaiting) return;
      writing = writing.then(write).catch((error) => queue.onProblem?.(error));
    },
    stale(entries, now) {
      const news = entries.filter(({ number }) => number > asked);
      const count = news.length;
      const oldest = news.reduce((least, { madeAt }) => Math.min(least, madeAt), now);
      const isFresh = count <= maxChanges && now - oldest <= maxAge;
      if (count === 0 || isFresh) return undefined;
      asked = entries[entries.length - 1].number;
      return { count, oldest };
    },
    close() {
      const end = async () => {
        await writing;
        release();
        key = '';
      };
      closing = opened.then(end);
      return closing;
    },
  };
  return queue;
};

/** @param {Kept['entries'][number]} entry @returns {Kept['entries'][number]} what of it can be kept */
const plain = ({ number, changes, base, force, isSent, madeAt }) => ({
  number,
  changes,
  base,
  force,
  isSent,
  madeAt,
});
