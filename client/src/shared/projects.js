import { SyncProject } from '../core/project.js';

/** @typedef {import('../core/project.js').OwnOptions & import('../core/link.js').LinkOptions} Options */

/**
 * @typedef {object} Entry
 * @property {SyncProject} project
 * @property {number} users number of components that hold it
 * @property {any} token from the latest options
 * @property {any} [timer]
 */

// A component that does not hold its project within this time was never mounted.
const UNUSED_MS = 10_000;

/** @type {Map<string, Entry>} */
const entries = new Map();

/** @param {Options} options @returns {string} the key of a shared connection */
const keyOf = ({ url, project, userName, token }) =>
  JSON.stringify([url, project, userName, typeof token === 'function' ? 'function' : token]);

/**
 * The shared project for these options. It connects when the first component holds it.
 *
 * @param {Options} options `url`, `project`, `userName` and `token` identify it; of token functions, the latest is used
 * @returns {{project: SyncProject, hold: () => () => void}} `hold` returns a function that releases it
 */
export const sharedProject = (options) => {
  const key = keyOf(options);
  const { token } = options;
  const entry = entries.get(key) ?? { project: new SyncProject(options), users: 0, token };
  const { project } = entry;
  if (!entries.has(key)) {
    entries.set(key, entry);
    entry.timer = setTimeout(() => end(key, entry), UNUSED_MS);
    entry.timer.unref?.();
  }
  // A function captures the state of its component at rendering, so the latest function has the current login.
  if (project.link.token === entry.token) project.link.token = entry.token = token;
  return { project, hold: () => hold(key, entry) };
};

/** @param {string} key @param {Entry} entry */
const hold = (key, entry) => {
  clearTimeout(entry.timer);
  if (!entries.has(key)) entries.set(key, entry);
  if (++entry.users === 1) void entry.project.connect();
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    // A component that holds it again immediately, for example after a move, keeps the connection.
    if (--entry.users === 0) entry.timer = setTimeout(() => end(key, entry), 0);
  };
};

/** Closes the connection after all changes have arrived. @param {string} key @param {Entry} entry */
const end = async (key, entry) => {
  await entry.project.saved();
  if (entry.users > 0) return;
  // Another entry may exist if this one was held late.
  if (entries.get(key) === entry) entries.delete(key);
  entry.project.close();
};
