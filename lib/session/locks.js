'use strict';

const { readRecord } = require('../presence/place');

/** @typedef {import('../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('./session').Session} Session */

/**
 * Takes or renews a lock, or queues for it.
 *
 * @param {Session} session that follows the project
 * @param {HostedProject} project
 * @param {Record<string, unknown>} said fields of the request: recordType, recordId, wait
 * @returns {{code: string} | {message: object}} an error code, or the answer
 */
function takeLock({ dialect, member }, project, said) {
  const record = readRecord(said);
  if (!record) return { code: 'ERR_INVALID_RECORD' };
  if (!project.locks || !member) return { code: 'ERR_LOCKS_OFF' };
  const verdict = project.locks.take(member, record, said.wait === true);
  return 'code' in verdict ? verdict : { message: dialect.lock(record, verdict, project.id) };
}

/**
 * Releases a lock.
 *
 * @param {Session} session that follows the project
 * @param {HostedProject} project
 * @param {Record<string, unknown>} said fields of the request: recordType, recordId
 * @returns {{code: string} | {message: object}} an error code, or the answer
 */
function releaseLock({ dialect, member }, project, said) {
  const record = readRecord(said);
  if (!record) return { code: 'ERR_INVALID_RECORD' };
  if (!project.locks || !member) return { code: 'ERR_LOCKS_OFF' };
  const was = project.locks.release(member, record);
  return { message: dialect.unlock(record, was, project.id) };
}

/**
 * Sends the result, in a dialect without acknowledgements.
 *
 * @param {Session} session
 * @param {{code: string} | {message: object}} result of takeLock() or releaseLock()
 */
function answerLock(session, result) {
  if ('code' in result) session.complain(result.code);
  else session.reply(result.message);
}

module.exports = { answerLock, releaseLock, takeLock };
