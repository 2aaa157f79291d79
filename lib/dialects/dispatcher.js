'use strict';

const { inspect } = require('../native/addon');
const { commandsOf } = require('./commands/handlers');
const { dialectOf, startsAsChange } = require('.');
const { REFUSALS, authorize } = require('../session/authorization');
const { errorText } = require('../base/errors');
const { isObject } = require('../base/is-object');
const { quoted } = require('../base/log');
const { isUnreadable, whenUnreadable } = require('../storage/turns');

/** @typedef {import('./commands/handlers').Request} Request */
/** @typedef {import('../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('../session/session').Session} Session */

/**
 * The parts of the server that messages need.
 *
 * @typedef {import('./commands/handlers').CommandParts & {changes: import('../project/changes').Changes,
 *   delivery: import('../project/delivery').Delivery}} Parts
 */

// Commands other than changes have only a few names and ids.
const LONGEST_COMMAND_BYTES = 64 * 1024;
const USUAL_REQUEST_BYTES = 512;
// Messages with these are checked by the core: escapes, arrays, deeply nested objects, numbers with exponents or
// hundreds of digits.
const UNUSUAL = /\\|\[|\{[^{]*\{[^{]*\{|\d[eE]|\d{300}/;
const LONGEST_SHOWN_NAME = 40;

/** The codes of the core for text that is no message. */
const NOT_A_MESSAGE = new Set([
  'ERR_INVALID_JSON',
  'ERR_INVALID_UTF8',
  'ERR_TOO_DEEP',
  'ERR_MESSAGE_TOO_LARGE',
  'ERR_NOT_AN_OBJECT',
  'ERR_INVALID_COMMAND',
]);

/**
 * Passes a message to its handler. Every invalid message is answered.
 */
class Dispatcher {
  /** For messages that are no commands. */
  #answerParts;
  #changes;
  #commands;
  #delivery;
  #log;
  #projects;

  /** @param {Parts} parts */
  constructor({ changes, delivery, ...parts }) {
    const { arrivals, log, projects } = parts;
    this.#answerParts = Object.freeze({ arrivals, projects });
    this.#changes = changes;
    this.#commands = commandsOf(parts);
    this.#delivery = delivery;
    this.#log = log;
    this.#projects = projects;
  }

  /**
   * @param {Session} session
   * @param {Buffer} bytes
   * @param {boolean} isBinary
   * @returns {Promise<void> | void} pending while the next message of the session must wait; never rejects
   */
  dispatch(session, bytes, isBinary) {
    try {
      const pending = this.#dispatch(session, bytes, isBinary);
      return pending?.catch((error) => this.#fail(session, error));
    } catch (error) {
      return this.#fail(session, error);
    }
  }

  /**
   * @param {Session} session
   * @param {Buffer} bytes
   * @param {boolean} isBinary
   * @returns {Promise<void> | void}
   */
  #dispatch(session, bytes, isBinary) {
    if (session.member) session.project?.people.touch(session.member);
    if (isBinary) return refuseUnread(session, bytes, 'ERR_BINARY_MESSAGE');
    if (startsAsChange(session.dialect, bytes)) return this.#change(session, bytes);
    const isLong = bytes.length > LONGEST_COMMAND_BYTES;
    // Long texts are not parsed before the login.
    if (isLong && !session.identity) return session.complain('ERR_MESSAGE_TOO_LARGE');

    const { dialect } = session;
    const request = readRequest(dialect, bytes);
    if (!request) {
      const seen = inspect(bytes, dialect.key === 'type');
      if ('code' in seen) return refuseUnread(session, bytes, seen.code, seen.message);
      const name = seen.type ?? seen.command;
      if (name === dialect.change) return this.#change(session, bytes);
      if (isLong) return refuseUnread(session, bytes, 'ERR_MESSAGE_TOO_LARGE');
    }
    const message = request ?? JSON.parse(bytes.toString());
    return dialect.answer
      ? dialect.answer(session, message, this.#answerParts)
      : this.#command(session, message);
  }

  /**
   * @param {Session} session
   * @param {Record<string, unknown> & {command: string}} message
   * @returns {Promise<void> | void}
   */
  #command(session, message) {
    session.choose(dialectOf(message));
    const { command } = message;
    const { spelling: dialect } = session;
    // Its dialect was undecided until now, so it is not logged in.
    if (command === dialect.change) return session.refuse(command, REFUSALS.login);
    const known = this.#commands.get(command);
    if (!known || (known.only && !dialect[known.only])) {
      const name = JSON.stringify(String(command).slice(0, LONGEST_SHOWN_NAME));
      return session.complain('ERR_UNKNOWN_COMMAND', `There is no command ${name}`);
    }
    const fields = dialect.fieldsOf(message, session);
    if (session.log.isDebug) session.log.debug(describe(command, fields.project));

    const allowed = authorize(session, this.#projects, known, fields.project);
    if (allowed.refusal) return session.refuse(command, allowed.refusal, allowed.fields);
    const request = /** @type {Request} */ ({ command, fields, project: allowed.project });
    const done = known.run(session, request);
    return whenUnreadable(done, () => session.refuse(command, errorText('ERR_STORAGE_FAILED')));
  }

  /**
   * @param {Session} session
   * @param {Buffer} bytes
   * @returns {Promise<void> | void}
   */
  #change(session, bytes) {
    const { identity, project } = session;
    if (!identity || !project) return this.#refuseChange(session, bytes);
    if (session.isFenced) {
      session.refuseChange({ code: 'ERR_BEFORE_RESET' }, bytes);
      return project.read(() => session.bringAgain());
    }
    if (session.mayRepeat()) return session.refuseChange({ code: 'ERR_NOT_RESUMED' }, bytes);

    session.hasChanged = true;
    const isKeptLonger = this.#changes.keepsMessages || project.isKept;
    const message = isKeptLonger ? Buffer.from(bytes) : bytes;
    const wasUnsure = session.isUnsure;
    return this.#changes.submit(session, project, message, (result) => {
      this.#answer(session, project, message, result);
      if (wasUnsure && 'author' in result && result.author) session.stayUnsure(project);
    });
  }

  /**
   * @param {Session} session the author's
   * @param {HostedProject} project
   * @param {Buffer} bytes
   * @param {import('../project/hosted-project').Result} result
   */
  #answer(session, project, bytes, result) {
    if (!('code' in result)) return this.#delivery.deliver(session, project, result);
    if (result.code === 'ERR_NOT_SUBSCRIBED') return this.#refuseChange(session, bytes);
    if (result.code === 'ERR_PROJECT_REQUIRED') {
      return session.refuse(session.dialect.change, REFUSALS.project);
    }
    if (NOT_A_MESSAGE.has(result.code)) return session.complain(result.code, result.message);
    return session.refuseChange(result, bytes);
  }

  /**
   * Answers a change whose project the session does not follow.
   *
   * @param {Session} session
   * @param {Buffer} bytes
   */
  #refuseChange(session, bytes) {
    const { change, answer } = session.dialect;
    // In dialects without commands the answer has a code.
    if (answer) return session.refuseChange({ code: 'ERR_NOT_SUBSCRIBED' }, bytes);
    if (!session.identity) {
      session.choose(session.dialect);
      return session.refuse(change, REFUSALS.login);
    }
    const seen = inspect(bytes);
    if ('code' in seen) return session.complain(seen.code, seen.message);
    const { refusal = REFUSALS.subscription, fields } = authorize(
      session,
      this.#projects,
      { needs: 'subscription' },
      seen.project,
    );
    return session.refuse(change, refusal, fields);
  }

  /**
   * Answers an unreadable project, or an internal error: the client gets the code, the log the stack.
   *
   * @param {Session} session
   * @param {unknown} error
   */
  #fail(session, error) {
    // The storage has already logged the reason.
    if (isUnreadable(error)) return session.complain('ERR_STORAGE_FAILED');
    const { stack } = /** @type {Error} */ (error);
    this.#log.paced('error', 'fault', '', `A message could not be handled: ${stack}`);
    session.complain('ERR_INTERNAL');
  }
}

/**
 * @param {Session} session
 * @param {Buffer} bytes of an invalid message
 * @param {string} code
 * @param {string} [message]
 */
function refuseUnread(session, bytes, code, message) {
  const { dialect } = session;
  if (dialect.refuseUnread) dialect.refuseUnread(session, bytes, code, message);
  else session.complain(code, message);
}

/**
 * Parses a normal request without the core. All errors are left to the core.
 *
 * @param {import('.').Dialect} dialect
 * @param {Buffer} bytes
 * @returns {any} an object with a name; undefined if it is long or invalid, has escapes or two names, or may be a
 * change
 */
function readRequest({ change, key }, bytes) {
  if (bytes.length > USUAL_REQUEST_BYTES) return undefined;
  const text = bytes.toString();
  if (text.includes(change) || UNUSUAL.test(text)) return undefined;
  const name = `"${key}"`;
  // JSON.parse uses the last of duplicate keys; other parsers may use another one.
  if (text.indexOf(name) !== text.lastIndexOf(name)) return undefined;
  try {
    const message = JSON.parse(text);
    return isObject(message) && typeof message[key] === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} command
 * @param {unknown} project
 * @returns {string} for the log
 */
function describe(command, project) {
  return project === undefined ? command : `${command} of project ${quoted(project)}`;
}

module.exports = { Dispatcher };
