'use strict';

const { errorText } = require('../../base/errors');
const { releaseLock, takeLock } = require('../../session/locks');

/** @typedef {import('./handlers').Command} Command */

/** @type {Command['run']} */
function lock(session, { command, fields, project }) {
  answer(session, command, takeLock(session, project, fields));
}

/** @type {Command['run']} */
function unlock(session, { command, fields, project }) {
  answer(session, command, releaseLock(session, project, fields));
}

/**
 * @param {import('../../session/session').Session} session
 * @param {string} command
 * @param {{code: string} | {message: object}} result
 */
function answer(session, command, result) {
  if ('code' in result) session.refuse(command, errorText(result.code));
  else session.reply(result.message);
}

module.exports = { lock, unlock };
