'use strict';

const { errorText } = require('../../base/errors');
const { isObject } = require('../../base/is-object');
const { placeFields } = require('../../presence/place');

/** @typedef {import('../../session/dialect').CommandDialect} CommandDialect */

const CHANGE = 'project_change';

/**
 * The messages of Bryntum's own client: a `command`, and everything else in `data`.
 *
 * @type {CommandDialect}
 */
const commands = Object.freeze({
  name: 'commands',
  change: CHANGE,
  // How the real client begins every change. A change that begins otherwise is found out by a look at the whole text.
  changeStart: Buffer.from(`{"command":"${CHANGE}"`),

  view: 'commands',
  resetView: 'reset',

  fieldsOf: (message) => (isObject(message.data) ? message.data : {}),

  say: (command, fields) => ({ command, data: fields }),
  refuse: (command, error, fields) =>
    fields ? { command, error, data: fields } : { command, error },
  complain(code, message) {
    const text = errorText(code, message);
    // Clients show one or the other.
    return { command: 'error', message: text, error: text };
  },
  refuseChange: ({ code, message }) => ({ command: CHANGE, error: errorText(code, message) }),

  versionContent: (_command, answer) => answer,

  login: (clientId, userName, resume) => ({
    command: 'login',
    data: { client: clientId, userName, resume },
  }),
  join: (userName) => ({ command: 'join', data: { userName } }),
  rename: () => undefined,
  logout: (userName) => ({ command: 'logout', data: { userName } }),
  users: (users) => ({ command: 'users', data: { users } }),
  reset: (userName, project) => ({ command: 'reset', data: { userName, project } }),

  hasHeartbeats: false,
  people: (users, project) => ({
    command: 'presence',
    data: { project, users: users.map(userOf) },
  }),
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

module.exports = { commands };
