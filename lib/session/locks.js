'use strict';

const { readRecord } = require('../presence/place');

/** @typedef {import('../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('./session').Session} Session */

/**
 * Has somebody hold a record, or hold it longer, or wait for it.
 *
 * @param {Session} session that follows the project
 * @param {HostedProject} project
 * @param {Record<string, unknown>} said by the client: recordType, recordId, wait
 * @returns {{code: string} | {message: object}} why not; else the answer
 */
function takeLock({ dialect, member }, project, said) {
  const record = readRecord(said);
  if (!record) return { code: 'ERR_INVALID_RECORD' };
  if (!project.locks || !member) return { code: 'ERR_LOCKS_OFF' };
  const verdict = project.locks.take(member, record, said.wait === true);
  return 'code' in verdict ? verdict : { message: dialect.lock(record, verdict, project.id) };
}

/**
 * Lets somebody else have it.
 *
 * @param {Session} session that follows the project
 * @param {HostedProject} project
 * @param {Record<string, unknown>} said by the client: recordType, recordId
 * @returns {{code: string} | {message: object}} why not; else the answer
 */
function releaseLock({ dialect, member }, project, said) {
  const record = readRecord(said);
  if (!record) return { code: 'ERR_INVALID_RECORD' };
  if (!project.locks || !member) return { code: 'ERR_LOCKS_OFF' };
  const was = project.locks.release(member, record);
  return { message: dialect.unlock(record, was, project.id) };
}

/**
 * Answers in a dialect that has no other answer for it.
 *
 * @param {Session} session
 * @param {{code: string} | {message: object}} result of takeLock() or releaseLock()
 */
function answerLock(session, result) {
  if ('code' in result) session.complain(result.code);
  else session.reply(result.message);
}

module.exports = { answerLock, releaseLock, takeLock };
