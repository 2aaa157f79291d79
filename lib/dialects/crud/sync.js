'use strict';

const { errorText } = require('../../base/errors');
const { failure } = require('./failure');
const { crud } = require('./spelling');

/** @typedef {import('../../net/exchange').Answer} Answer */
/** @typedef {import('../../project/changes').Changes} Changes */
/** @typedef {import('../../project/delivery').Delivery} Delivery */
/** @typedef {import('../../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('../../project/hosted-project').Result} Result */
/** @typedef {import('../../project/subscriber').Author} Author */
/** @typedef {import('../../session/dialect').Visitor} Visitor */

/** @typedef {{changes: Changes, delivery: Delivery, nextClientId: () => string}} SyncParts */

/** The code of the core for a revision that the log does not reach back to. */
const TOO_OLD = 'ERR_NOT_SUBSCRIBED';

/** The beginning of every answer, and the letter behind it of those to an applied change: `true`. */
const ANSWER = '{"success":';
const TRUE = 't'.charCodeAt(0);

const NO_CONNECTION = /** @type {import('../../net/connection').Connection} */ (
  /** @type {unknown} */ (Object.freeze({ close() {} }))
);

/**
 * Applies the changes of a pack, broadcasts them, and answers with their result and all changes since the revision of
 * the pack.
 *
 * @param {SyncParts} parts
 * @param {{client: Visitor & {log: Author['log'], network: string}, project: HostedProject}} admitted
 * @param {Buffer} bytes of the pack
 * @returns {Answer | Promise<Answer>} a promise if it must wait
 */
function answerSync({ changes, delivery, nextClientId }, { client, project }, bytes) {
  const author = authorOf(client, nextClientId());
  /** @type {Result | undefined} */
  let known;
  let resolve = (/** @type {Result} */ told) => {
    known = told;
  };
  const pending = changes.submit(author, project, bytes, (told) => {
    if (!('code' in told)) delivery.deliver(undefined, project, told);
    resolve(told);
  });
  if (known && !pending) return answerTo(client, known);
  return new Promise((done, fail) => {
    resolve = done;
    if (known) done(known);
    pending?.catch(fail);
  }).then((result) => answerTo(client, result));
}

/**
 * @param {Pick<Visitor & {log: Author['log']}, 'log'>} client
 * @param {Result} result
 * @returns {Answer}
 */
function answerTo(client, result) {
  if ('code' in result) {
    const { message, clientRevision: requestId } = result;
    const code = result.code === TOO_OLD ? 'ERR_UNKNOWN_REVISION' : result.code;
    client.log.refused('a sync', errorText(code, message));
    const named = requestId === undefined ? undefined : JSON.stringify(requestId);
    return failure({ code, message }, named);
  }
  const parts = result.author ?? [];
  return { status: isRefusal(parts) ? 409 : 200, parts };
}

/**
 * @param {Buffer[]} parts of an answer of the core, possibly the remembered one to the same request
 * @returns {boolean} was the change refused because of a conflict or a lock?
 */
function isRefusal([start]) {
  return start !== undefined && start[ANSWER.length] !== TRUE;
}

/**
 * The author of a change by an HTTP request. Each request has its own client id, because nothing links the requests of
 * one client. A repeated request is searched among all requests of the same user and address.
 *
 * @param {Visitor & {log: Author['log'], network: string}} client
 * @param {string} clientId
 * @returns {Author}
 */
function authorOf({ userName, rights, isGuest, log, network }, clientId) {
  const isKnown = userName !== undefined && !isGuest;
  const origin = isKnown ? `user ${userName}` : `network ${network}`;
  return {
    connection: NO_CONNECTION,
    dialect: crud,
    identity: { clientId, origin, userName, rights },
    seen: 0,
    project: undefined,
    log,
    bringProject() {},
    tellLocked() {},
  };
}

module.exports = { answerSync };
