'use strict';

const { errorText } = require('../../base/errors');
const { placeFields } = require('../../presence/place');

/** @typedef {import('../../session/dialect').CommandDialect} CommandDialect */

const CHANGE = 'projectChange';

/**
 * The messages of Bryntum's older clients: a `command` with everything else beside it, and changes without revisions.
 *
 * @type {CommandDialect}
 */
const flat = Object.freeze({
  name: 'flat',
  change: CHANGE,
  changeStart: Buffer.from(`{"command":"${CHANGE}"`),

  view: 'flat',
  resetView: 'flat',

  // A reset names no project: the one that the connection follows is meant.
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
  people: (users, project) => ({ command: 'presence', project, users: users.map(userOf) }),
  selected: undefined,
  left: undefined,
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
 * @returns {Buffer} the same with what `data` holds beside the command
 */
function liftData(command, answer) {
  const start = `{"command":${JSON.stringify(command)},`;
  const inside = start.length + '"data":{'.length;
  return Buffer.concat([Buffer.from(start), answer.subarray(inside, -1)]);
}

module.exports = { flat };
