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

/** The core's code for a revision since which the log does not know all changes. */
const TOO_OLD = 'ERR_NOT_SUBSCRIBED';

/** How every answer begins to what was made. */
const MADE = Buffer.from('{"success":true');

const NO_CONNECTION = /** @type {import('../../net/connection').Connection} */ (
  /** @type {unknown} */ (Object.freeze({ close() {} }))
);

/**
 * Makes the changes of a pack, tells the others, and answers with what became of them and what has changed since the revision
 * that the pack names.
 *
 * @param {SyncParts} parts
 * @param {{client: Visitor & {log: Author['log'], network: string}, project: HostedProject}} admitted
 * @param {Buffer} bytes of the pack
 * @returns {Answer | Promise<Answer>} a promise where it has to wait
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
 * @param {Buffer[]} parts of an answer of the core's, which may be that to the same request before
 * @returns {boolean} was nothing made, because others were first, or hold a record?
 */
function isRefusal([start]) {
  return start !== undefined && !start.subarray(0, MADE.length).equals(MADE);
}

/**
 * Who makes a change by a request. Each has an id of its own, since nobody knows which requests are one client's. What somebody
 * sends again is found among all that came from them.
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
