'use strict';

const { errorText } = require('../../base/errors');
const { PLACE, words } = require('../../native/words');
const { placeFields } = require('../../presence/place');
const { whyLocked } = require('../../project/locking');
const { heldLocks } = require('../../session/held-locks');

/** @typedef {import('../../session/dialect').CommandDialect} CommandDialect */

const CHANGE = 'projectChange';
const locksOf = heldLocks({ client: 'client' });
/** Fields beside the command. */
const FIELDS = ['login', 'password', 'userName', 'project', 'changes', 'versionId'];
const OWN_COMMANDS = new Set(['hello', CHANGE]);

/** @type {import('../../native/words').Wording} */
const WORDING = {
  shape: 'changes',
  echoes: 'where-missed',
  told: words`{"command":"projectChange","project":${PLACE.PROJECT},"changes":${PLACE.CHANGES}}`,
};

/**
 * The messages of Bryntum's older clients: all fields are beside the `command`, and changes have no revisions.
 *
 * @type {CommandDialect}
 */
const flat = Object.freeze({
  name: 'flat',
  policy: 'last-writer-wins',
  // An author gets its change if an earlier change had not reached it.
  tracks: true,
  greets: true,
  key: 'command',
  wording: WORDING,
  wordingFor: ({ echo }) => (echo === 'always' ? { ...WORDING, echoes: echo } : WORDING),
  change: CHANGE,
  changeStart: Buffer.from(`{"command":"${CHANGE}"`),

  claims: (message) =>
    OWN_COMMANDS.has(/** @type {string} */ (message.command)) ||
    FIELDS.some((field) => Object.hasOwn(message, field)),
  changesOf: ({ changes }) => [changes],
  revisionIn: () => undefined,

  whole: (project) => project.texts.dataset('flat'),

  // A reset names no project; it concerns the one that the connection follows.
  fieldsOf: (message, { project }) =>
    message.command === 'reset' ? { project: project?.id, ...message } : message,

  say: (command, fields) => ({ command, ...fields }),
  refuse: (command, error) =>
    command === 'login' ? { command, success: false, error } : { command, error },
  complain: (code, message) => ({ command: 'error', message: errorText(code, message) }),
  refuseChange: ({ code, message }) => ({ command: CHANGE, error: errorText(code, message) }),

  versionContent: liftData,

  login: (clientId, userName, resume) => ({
    command: 'login',
    success: true,
    userName,
    client: clientId,
    resume,
  }),
  join: (userName) => ({ command: 'login', userName }),
  rename: (userName) => ({ command: 'hello', userName }),
  logout: (userName) => ({ command: 'logout', userName }),
  users: (users) => ({ command: 'users', users }),
  reset: (userName) => ({ command: 'reset', userName }),

  hasHeartbeats: false,
  people: (users, project, count) => ({
    command: 'presence',
    project,
    users: users.map(userOf),
    count,
  }),
  selected: undefined,
  left: undefined,

  lock: ({ type, id }, verdict, project) => ({
    command: 'lock',
    ...{ project, recordType: type, recordId: id, ...verdict },
  }),
  unlock: ({ type, id }, success, project) => ({
    command: 'unlock',
    ...{ project, recordType: type, recordId: id, success },
  }),
  locked: ({ type, id, lockedBy }, project) => ({
    command: 'lock',
    error: whyLocked(lockedBy),
    ...{ project, recordType: type, recordId: id, lockedBy },
  }),
  locks: (held, project, isAll) => ({
    command: 'locks',
    ...{ project, ...locksOf(held, isAll) },
  }),
});

/**
 * @param {import('../../presence/project-presence').PresentUser} user
 * @returns {object}
 */
function userOf({ clientId, userName, avatar, color, place }) {
  return { client: clientId, userName, avatar, color, ...placeFields(place) };
}

/**
 * @param {string} command
 * @param {Buffer} answer `{"command":…,"data":{…}}`
 * @returns {Buffer} the same with the content of `data` beside the command
 */
function liftData(command, answer) {
  const start = `{"command":${JSON.stringify(command)},`;
  const inside = start.length + '"data":{'.length;
  return Buffer.concat([Buffer.from(start), answer.subarray(inside, -1)]);
}

module.exports = { flat };
