'use strict';

const { setTimeout: pause } = require('node:timers/promises');
const { normalName } = require('../../access/names');
const { andThen } = require('../../base/and-then');
const { errorText } = require('../../base/errors');
const { REFUSALS } = require('../../session/authorization');
const { renew } = require('../../session/renewal');

/** @typedef {import('../../access/authenticator').Refused} Refused */
/** @typedef {import('../../access/authenticator').Verdict} Verdict */
/** @typedef {import('./handlers').CommandParts} CommandParts */
/** @typedef {import('../../session/arrivals').Arrivals} Arrivals */
/** @typedef {import('../../session/session').Session} Session */
/** @typedef {import('./handlers').Request} Request */

// Pause after each wrong password on one connection.
const WRONG_PASSWORD_PAUSE_MS = 250;
const DEFAULT_NAME = 'Client';
const LONGEST_GREETING = 15;

/**
 * @param {Pick<CommandParts, 'authenticator' | 'arrivals'>} parts
 * @param {Session} session
 * @param {Request} request
 * @returns {Promise<void> | void}
 */
function login({ authenticator, arrivals }, session, { command, fields }) {
  const { identity } = session;
  if (fields.renew === true && identity) {
    return renew(session, fields.password, (code) => {
      if (code) session.refuse(command, errorText(code));
      else session.reply(session.spelling.login(identity.clientId, identity.userName ?? ''));
    });
  }
  if (!session.credentials.takeLogin())
    return session.refuse(command, errorText('ERR_TOO_MANY_LOGINS'));
  const verdict =
    known(session, fields.login) ??
    authenticator.authenticate(fields.login, fields.password, session.connection);
  return andThen(verdict, (found) => found && enter(arrivals, session, fields, found));
}

/**
 * @param {Session} session
 * @param {unknown} name
 * @returns {Verdict | undefined} for a client whose request had a token, and that logs in under the name of its user
 */
function known({ credentials: { visitor } }, name) {
  const userName = normalName(name);
  if (userName === undefined || visitor?.userName !== userName) return undefined;
  return { ...visitor, userName };
}

/**
 * A wrong password changes nothing; a right one first logs out the previous user of the connection.
 *
 * @param {Arrivals} arrivals
 * @param {Session} session
 * @param {{login?: unknown, resume?: unknown}} fields of the request; resume: it requests the secret of its client id
 * @param {Verdict} verdict
 * @returns {Promise<void> | void}
 */
function enter(arrivals, session, fields, verdict) {
  if ('code' in verdict) {
    refuse(session, 'login', fields.login, verdict);
    return pause(WRONG_PASSWORD_PAUSE_MS, undefined, { ref: false });
  }
  // The client may have disconnected while its password was checked.
  if (session.connection.hasEnded) return undefined;

  const clientId = arrivals.identify(session, verdict);
  const secret = fields.resume === true ? arrivals.secretOf(session) : undefined;
  session.reply(session.spelling.login(clientId, verdict.userName, secret));
  arrivals.announce(session);
  return undefined;
}

/**
 * Sets a name without a password; logs in a connection that is not logged in. Names with a password are refused.
 *
 * @param {Pick<CommandParts, 'authenticator' | 'arrivals'>} parts
 * @param {Session} session
 * @param {Request} request
 */
function greet({ authenticator, arrivals }, session, { command, fields }) {
  if (!session.credentials.takeLogin())
    return session.refuse(command, errorText('ERR_TOO_MANY_LOGINS'));
  const userName = greetingName(fields.userName);
  const { identity } = session;
  const verdict = authenticator.authenticateGuest(userName);
  if ('code' in verdict && identity?.userName !== userName) {
    return refuse(session, command, fields.userName, verdict);
  }
  if (identity) {
    session.identity = { ...identity, userName };
    session.log.entered(session.identity, 'under another name');
  } else if ('rights' in verdict) {
    arrivals.identify(session, verdict);
    arrivals.tellLogin(session);
  }
  return arrivals.greet(session);
}

/**
 * @param {unknown} wanted
 * @returns {string} truncated to the allowed length
 */
function greetingName(wanted) {
  const start = typeof wanted === 'string' ? Array.from(wanted).slice(0, LONGEST_GREETING) : [];
  return normalName(start.join('')) ?? DEFAULT_NAME;
}

/**
 * @param {Session} session
 * @param {string} command
 * @param {unknown} given name
 * @param {Refused} refused
 */
function refuse(session, command, given, { code, waitMs }) {
  const seconds = Math.ceil((waitMs ?? 0) / 1000);
  const text = waitMs ? `Too many wrong passwords: try again in ${seconds} s` : undefined;
  const isWrong = code === 'ERR_UNAUTHORIZED';
  session.log.failed(given, errorText(code, isWrong ? REFUSALS.name : text));
  session.reply(session.spelling.refuse(command, isWrong ? REFUSALS.name : errorText(code, text)));
}

module.exports = { greet, login };
