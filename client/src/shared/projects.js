import { SyncProject } from '../core/project.js';

/** @typedef {import('../core/project.js').OwnOptions & import('../core/link.js').LinkOptions} Options */

/**
 * @typedef {object} Entry
 * @property {SyncProject} project
 * @property {number} users how many components hold it
 * @property {any} timer
 */

// Who takes a project and does not hold it soon was never shown.
const UNUSED_MS = 10_000;

/** @type {Map<string, Entry>} */
const entries = new Map();

/** @param {Options} options @returns {string} what two components have in common that mean the same connection */
const keyOf = ({ url, project, userName, token }) =>
  JSON.stringify([url, project, userName, typeof token === 'function' ? 'function' : token]);

/**
 * The project for these options: one, however many components ask for it. It connects when the first of them holds it.
 *
 * @param {Options} options `url`, `project`, `userName` and `token` say which; a token's function is that of who comes first
 * @returns {{project: SyncProject, hold: () => () => void}} `hold` answers what lets go of it
 */
export const sharedProject = (options) => {
  const key = keyOf(options);
  let entry = entries.get(key);
  if (!entry) {
    entries.set(key, (entry = { project: new SyncProject(options), users: 0, timer: undefined }));
    entry.timer = setTimeout(() => end(key), UNUSED_MS);
    entry.timer.unref?.();
  }
  const found = entry;
  return { project: found.project, hold: () => hold(key, found) };
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
    // Who takes it up again at once, as a component that moves does, goes on with the same connection.
    if (--entry.users === 0) entry.timer = setTimeout(() => end(key));
  };
};

/** What one has changed arrives before the connection ends. @param {string} key */
const end = async (key) => {
  const entry = entries.get(key);
  if (!entry || entry.users > 0) return;
  await entry.project.saved();
  if (entry.users > 0 || entries.get(key) !== entry) return;
  entries.delete(key);
  entry.project.close();
};
