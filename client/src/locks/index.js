import { RecordLocks } from './record-locks.js';

export { RecordLocks };

// Errors of lock requests.
const REFUSED = new Set(['ERR_LOCKS_OFF', 'ERR_INVALID_RECORD', 'ERR_TOO_MANY_LOCKS']);

/**
 * The lock methods of a project.
 *
 * @typedef {object} Locking
 * @property {(recordId: string | number, recordType?: string) => Promise<boolean>} lock locks a record of `tasks`, or
 * of another store, exclusively until `unlock` or the end of the connection. False: another user holds it, and is in
 * `locks`. True without a connection, or if the server has no locks
 * @property {(recordId: string | number, recordType?: string) => void} unlock
 * @property {import('../widgets/live.js').Lock[]} locks the locks of others
 */

/**
 * Gives a project `lock`, `unlock` and `locks`, and an event `locks` `{ locks }`.
 *
 * @template {import('../core/project.js').SyncProject} P
 * @param {P} project
 * @returns {P & Locking} the same
 */
export const withLocks = (project) => {
  const held = new RecordLocks(
    (type, payload) => project.link.send({ type, payload }),
    () => project.emit('locks', { locks: held.others }),
  );
  project.link.on('message', ({ type, payload }) => {
    if (type === 'lock') held.hear(payload);
    else if (type === 'locks') held.tell(payload.locks, Boolean(payload.all), project.clientId);
  });
  project.on({
    problem: ({ code }) => REFUSED.has(code) && held.refused(),
    state: ({ state }) => state !== 'connected' && held.lost(),
    // Also after a change was refused because of a lock.
    conflict: ({ conflicts }) => {
      for (const { type, store, id, lockedBy } of conflicts)
        if (type === 'record_locked')
          held.hear({ recordType: store ?? 'tasks', recordId: id, success: false, lockedBy });
    },
  });
  const methods = { lock: held.take.bind(held), unlock: held.giveBack.bind(held) };
  Object.assign(project, methods);
  Object.defineProperty(project, 'locks', { get: () => held.others });
  return /** @type {P & Locking} */ (project);
};
