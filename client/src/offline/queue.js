import { hold } from './hold.js';
import { bestStore } from './stores.js';

/** @typedef {import('./stores.js').KeyStore} KeyStore */
/** @typedef {import('../core/sending.js').Kept} Kept */
/** @typedef {import('../core/sending.js').Queue} Queue */

const WEEK_MS = 7 * 24 * 3600 * 1000;
const MANY = 1000;

/**
 * Stores unanswered changes by project and user across a reload and the end of the browser: for the option `queue` of a
 * project. Each tab has its own queue; the next tab that opens the project takes over the queue of a closed tab.
 *
 * @param {object} [options]
 * @param {string} [options.user] the user of the changes, if the option `userName` is not set
 * @param {number} [options.maxAge] milliseconds; older changes cause the event `stale` before they are sent
 * @param {number} [options.maxChanges] the same for a greater number of changes
 * @param {KeyStore} [options.store] the storage: default IndexedDB, else localStorage, else memory
 * @returns {Queue}
 */
export const offlineQueue = ({ user, maxAge = WEEK_MS, maxChanges = MANY, store } = {}) => {
  /** @type {KeyStore} */
  let kept;
  let key = '';
  /** The number of the last change with a requested decision. */
  let asked = -Infinity;
  let release = () => {};
  /** @type {Kept | undefined} the latest state that is not written yet */
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
   * Takes over the queues of closed tabs.
   *
   * @param {string} prefix of their names
   * @returns {Promise<Kept | undefined>}
   */
  const takeOver = async (prefix) => {
    /** @type {{name: string, state: Kept, free: () => void}[]} */
    const left = [];
    for (const name of await kept.keys(prefix)) {
      const free = await hold(name);
      // Another tab holds it.
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
      // Without a storage, it goes on in memory.
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

/** @param {Kept['entries'][number]} entry @returns {Kept['entries'][number]} the storable part of it */
const plain = ({ number, changes, base, force, isSent, madeAt }) => ({
  number,
  changes,
  base,
  force,
  isSent,
  madeAt,
});
