'use strict';

const { andThen } = require('../base/and-then');
const { CLOSE } = require('../net/close-codes');

/** @typedef {import('../access/authenticator').Verdict} Verdict */
/** @typedef {import('./session').Session} Session */

/**
 * Renews a login with another token before the current one expires.
 *
 * @param {Session} session that is logged in
 * @param {unknown} token
 * @param {(code?: string) => void} answer an error code; undefined: it is renewed
 * @returns {Promise<void> | void}
 */
function renew(session, token, answer) {
  if (!session.credentials.takeLogin()) return answer('ERR_TOO_MANY_LOGINS');
  const verdict = session.credentials.verify(token);
  return andThen(verdict, (found) => settle(session, found, answer));
}

/**
 * @param {Session} session
 * @param {Verdict | undefined} verdict undefined: the client has disconnected
 * @param {(code?: string) => void} answer
 */
function settle(session, verdict, answer) {
  const { identity, connection } = session;
  if (!verdict || !identity) return;
  if ('code' in verdict) {
    answer(verdict.code);
    return;
  }
  // The token of another user is not accepted.
  if (verdict.userName !== identity.userName) {
    answer('ERR_UNAUTHORIZED');
    return;
  }
  session.credentials.expiry.set(verdict.expires);
  session.credentials.visitor = verdict;
  answer();
  // Its rights were fixed at its login; it reconnects immediately with the new ones.
  if (verdict.rights !== identity.rights) connection.close(CLOSE.RESTART, 'Its rights are others');
}

module.exports = { renew };
