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
  let release = () => {};
  /** @type {Kept | undefined} the last that is not written yet */
  let next;
  let writing = Promise.resolve();

  const write = async () => {
    const state = next;
    next = undefined;
    if (!state) return;
    if (state.entries.length > 0) await kept.write(key, state);
    else await kept.remove(key);
  };

  /** @type {Queue} */
  const queue = {
    async open(project, userName) {
      kept ??= store ?? (await bestStore((error) => queue.onProblem?.(error)));
      const prefix = `gantt-sync ${project} ${user ?? userName ?? ''} #`;
      /** @type {{name: string, state: Kept, free: () => void}[]} */
      const left = [];
      for (const name of await kept.keys(prefix)) {
        const free = await hold(name);
        // Another tab has it.
        if (!free) continue;
        const state = await kept.read(name);
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
    },
    save(state) {
      const isWaiting = next !== undefined;
      next = { ...state, entries: state.entries.map(plain) };
      if (isWaiting || key === '') return;
      writing = writing.then(write).catch((error) => queue.onProblem?.(error));
    },
    isStale: (entries, now) =>
      entries.length > maxChanges || entries.some(({ madeAt }) => now - madeAt > maxAge),
    async close() {
      await writing;
      release();
      key = '';
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
