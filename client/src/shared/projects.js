import { SyncProject } from '../core/project.js';

/** @typedef {import('../core/project.js').OwnOptions & import('../core/link.js').LinkOptions} Options */

/**
 * @typedef {object} Entry
 * @property {SyncProject} project
 * @property {number} users how many components hold it
 * @property {any} token that the options gave last
 * @property {any} [timer]
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
 * @param {Options} options `url`, `project`, `userName` and `token` say which; a token's function is that of who came last
 * @returns {{project: SyncProject, hold: () => () => void}} `hold` answers what lets go of it
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
  // A function knows what its component knew when it was drawn. Who has logged in since has another.
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
    // Who takes it up again at once, as a component that moves does, goes on with the same connection.
    if (--entry.users === 0) entry.timer = setTimeout(() => end(key, entry), 0);
  };
};

/** What one has changed arrives before the connection ends. @param {string} key @param {Entry} entry */
const end = async (key, entry) => {
  await entry.project.saved();
  if (entry.users > 0) return;
  // There is another where this one was taken up late.
  if (entries.get(key) === entry) entries.delete(key);
  entry.project.close();
};
