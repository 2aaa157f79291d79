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
 * @returns {Promise<Answer>}
 */
async function answerSync({ changes, delivery, nextClientId }, { client, project }, bytes) {
  const author = authorOf(client, nextClientId());
  /** @type {Result} */
  const result = await new Promise((resolve, reject) => {
    const pending = changes.submit(author, project, bytes, (told) => {
      if (!('code' in told)) delivery.deliver(undefined, project, told);
      resolve(told);
    });
    pending?.catch(reject);
  });
  if ('code' in result) {
    const { message, clientRevision: requestId } = result;
    const code = result.code === TOO_OLD ? 'ERR_UNKNOWN_REVISION' : result.code;
    client.log.refused('a sync', errorText(code, message));
    const named = requestId === undefined ? undefined : JSON.stringify(requestId);
    return failure({ code, message }, named);
  }
  const isRefused = result.conflicts !== undefined && !result.changed;
  return { status: isRefused ? 409 : 200, parts: result.author ?? [] };
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
