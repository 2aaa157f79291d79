'use strict';

const { andThen } = require('../base/and-then');
const { CLOSE } = require('../net/close-codes');

/** @typedef {import('../access/authenticator').Verdict} Verdict */
/** @typedef {import('./session').Session} Session */

/**
 * Whoever is logged in shows another token, before the one that they came with runs out, and goes on as they are.
 *
 * @param {Session} session that is somebody's
 * @param {unknown} token
 * @param {(code?: string) => void} answer why not; nothing: it is renewed
 * @returns {Promise<void> | void}
 */
function renew(session, token, answer) {
  if (!session.credentials.takeLogin()) return answer('ERR_TOO_MANY_LOGINS');
  const verdict = session.credentials.verify(token);
  return andThen(verdict, (found) => settle(session, found, answer));
}

/**
 * @param {Session} session
 * @param {Verdict | undefined} verdict undefined: it has gone meanwhile
 * @param {(code?: string) => void} answer
 */
function settle(session, verdict, answer) {
  const { identity, connection } = session;
  if (!verdict || !identity) return;
  if ('code' in verdict) {
    answer(verdict.code);
    return;
  }
  // Somebody else's token is none of theirs.
  if (verdict.userName !== identity.userName) {
    answer('ERR_UNAUTHORIZED');
    return;
  }
  session.credentials.expiry.set(verdict.expires);
  session.credentials.visitor = verdict;
  answer();
  // What it may see hangs on what it came with; it comes again at once.
  if (verdict.rights !== identity.rights) connection.close(CLOSE.RESTART, 'Its rights are others');
}

module.exports = { renew };
