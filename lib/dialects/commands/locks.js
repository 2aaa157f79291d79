'use strict';

const { errorText } = require('../../base/errors');
const { readRecord } = require('../../presence/place');

/** @typedef {import('./handlers').Command} Command */

/**
 * Has somebody hold a record, or hold it longer.
 *
 * @type {Command['run']}
 */
function lock(_parts, session, { command, fields, project }) {
  const record = readRecord(fields);
  const { member } = session;
  if (!record) return session.refuse(command, errorText('ERR_INVALID_RECORD'));
  if (!project.locks) return session.refuse(command, errorText('ERR_LOCKS_OFF'));
  if (!member) return undefined;
  const verdict = project.locks.take(member, record, fields.wait === true);
  if ('code' in verdict) return session.refuse(command, errorText(verdict.code));
  return session.reply(session.dialect.lock(record, verdict, project.id));
}

/**
 * Lets somebody else have it.
 *
 * @type {Command['run']}
 */
function unlock(_parts, session, { command, fields, project }) {
  const record = readRecord(fields);
  const { member } = session;
  if (!record) return session.refuse(command, errorText('ERR_INVALID_RECORD'));
  if (!project.locks) return session.refuse(command, errorText('ERR_LOCKS_OFF'));
  if (!member) return undefined;
  const was = project.locks.release(member, record);
  return session.reply(session.dialect.unlock(record, was, project.id));
}

module.exports = { lock, unlock };
