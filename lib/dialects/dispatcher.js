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
 * What the messages need of the server.
 *
 * @typedef {import('./commands/handlers').CommandParts & {changes: import('../project/changes').Changes,
 *   delivery: import('../project/delivery').Delivery}} Parts
 */

// A command that is no change carries a few names and ids.
const LONGEST_COMMAND_BYTES = 64 * 1024;
const USUAL_REQUEST_BYTES = 512;
// What the core looks at: escapes, lists, objects in objects of objects, numbers with exponents or hundreds of digits.
const UNUSUAL = /\\|\[|\{[^{]*\{[^{]*\{|\d[eE]|\d{300}/;
const LONGEST_SHOWN_NAME = 40;

/** The core's codes for text that is no message at all, rather than a message about a change. */
const NOT_A_MESSAGE = new Set([
  'ERR_INVALID_JSON',
  'ERR_INVALID_UTF8',
  'ERR_TOO_DEEP',
  'ERR_MESSAGE_TOO_LARGE',
  'ERR_NOT_AN_OBJECT',
  'ERR_INVALID_COMMAND',
]);

/**
 * From the bytes of a message to what is done with it. Whatever a client sends, the outcome is an answer.
 */
class Dispatcher {
  /** What the messages of a dialect that are no commands may need. */
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
   * @returns {Promise<void> | void} pending while the session's next message has to wait; it never rejects
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
    // Nobody who is unknown has a long text read.
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
    // Until now its dialect was open, so nobody has logged in.
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
   * Says why a change cannot be for a project that the session follows.
   *
   * @param {Session} session
   * @param {Buffer} bytes
   */
  #refuseChange(session, bytes) {
    const { change, answer } = session.dialect;
    // Where messages are no commands the answer has a code.
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
   * A project that cannot be read now, or a fault of the server's own: the log gets the stack, the client the code.
   *
   * @param {Session} session
   * @param {unknown} error
   */
  #fail(session, error) {
    // What keeps the project has told the log why.
    if (isUnreadable(error)) return session.complain('ERR_STORAGE_FAILED');
    const { stack } = /** @type {Error} */ (error);
    this.#log.paced('error', 'fault', '', `A message could not be handled: ${stack}`);
    session.complain('ERR_INTERNAL');
  }
}

/**
 * @param {Session} session
 * @param {Buffer} bytes of what is no message
 * @param {string} code
 * @param {string} [message]
 */
function refuseUnread(session, bytes, code, message) {
  const { dialect } = session;
  if (dialect.refuseUnread) dialect.refuseUnread(session, bytes, code, message);
  else session.complain(code, message);
}

/**
 * Spares a usual request the look at it in the core. Whatever is wrong with a message is for the core to say.
 *
 * @param {import('.').Dialect} dialect
 * @param {Buffer} bytes
 * @returns {any} an object with a name; undefined: it is long, or no message, or has escapes, or may be a change, or has two names
 */
function readRequest({ change, key }, bytes) {
  if (bytes.length > USUAL_REQUEST_BYTES) return undefined;
  const text = bytes.toString();
  if (text.includes(change) || UNUSUAL.test(text)) return undefined;
  const name = `"${key}"`;
  // JSON.parse takes the last of several, which nobody else need take.
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
