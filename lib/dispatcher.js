'use strict';

const { inspect } = require('./native');
const { COMMANDS } = require('./commands');
const { errorText } = require('./errors');
const { REFUSALS, admit } = require('./guard');
const { isObject } = require('./is-object');

/** @typedef {import('./commands').Request} Request */
/** @typedef {import('./hosted-project').HostedProject} HostedProject */
/** @typedef {import('./service').ServiceParts} ServiceParts */
/** @typedef {import('./session').Session} Session */

const CHANGE = 'project_change';
// How the real client begins every change. A change that begins otherwise is found out by a look at the whole text.
const CHANGE_START = Buffer.from(`{"command":"${CHANGE}"`);
// A command that is no change carries a few names and ids.
const LONGEST_COMMAND_BYTES = 64 * 1024;
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
  #parts;

  /** @param {ServiceParts} parts */
  constructor(parts) {
    this.#parts = parts;
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
    if (isBinary) return replyError(session, 'ERR_BINARY_MESSAGE');
    if (startsAsChange(bytes)) return this.#change(session, bytes);
    const isLong = bytes.length > LONGEST_COMMAND_BYTES;
    // Nobody who is unknown has a long text read.
    if (isLong && !session.identity) return replyError(session, 'ERR_MESSAGE_TOO_LARGE');

    const seen = inspect(bytes);
    if ('code' in seen) return replyError(session, seen.code, seen.message);
    if (seen.command === CHANGE) return this.#change(session, bytes);
    if (isLong) return replyError(session, 'ERR_MESSAGE_TOO_LARGE');
    return this.#command(session, JSON.parse(bytes.toString()));
  }

  /**
   * @param {Session} session
   * @param {{command: string, data?: unknown}} message
   * @returns {Promise<void> | void}
   */
  #command(session, message) {
    const { command } = message;
    const known = COMMANDS.get(command);
    if (!known) {
      const name = JSON.stringify(String(command).slice(0, LONGEST_SHOWN_NAME));
      return replyError(session, 'ERR_UNKNOWN_COMMAND', `There is no command ${name}`);
    }
    const data = isObject(message.data) ? message.data : {};
    const { projects, log } = this.#parts;
    log.debug(`${session.identity?.clientId ?? 'somebody'}: ${command}`);

    const admitted = admit(session, projects, { command, ...known, projectId: data.project });
    if ('refusal' in admitted) return session.reply(admitted.refusal);
    const request = /** @type {Request} */ ({ command, data, project: admitted.project });
    return known.run(this.#parts, session, request);
  }

  /**
   * @param {Session} session
   * @param {Buffer} bytes
   * @returns {Promise<void> | void}
   */
  #change(session, bytes) {
    const { identity, project } = session;
    if (!identity || !project) return this.#refuseChange(session, bytes);
    if (session.connection.isFenced) return replyChangeError(session, 'ERR_BEFORE_RESET');

    const result = this.#parts.changes.submit(session, project, bytes, 'commands');
    if (Buffer.isBuffer(result)) return this.#parts.broadcaster.send(project.subscribers, result);
    if (!(result instanceof Promise)) return this.#deliver(session, project, bytes, result);
    return result.then((done) => this.#deliver(session, project, bytes, done));
  }

  /**
   * @param {Session} session
   * @param {HostedProject} project
   * @param {Buffer} bytes
   * @param {import('./changes').Result} result
   */
  #deliver(session, project, bytes, result) {
    const { broadcaster } = this.#parts;
    if (Buffer.isBuffer(result)) return broadcaster.send(project.subscribers, result);
    if (!('code' in result)) {
      const others = [...project.subscribers].filter((one) => one !== session || !result.author);
      if (result.commands) broadcaster.send(others, result.commands);
      for (const message of result.author ?? []) session.connection.send(message);
      return undefined;
    }
    if (result.code === 'ERR_NOT_SUBSCRIBED') return this.#refuseChange(session, bytes);
    if (result.code === 'ERR_PROJECT_REQUIRED') {
      return session.reply({ command: CHANGE, error: REFUSALS.project });
    }
    if (NOT_A_MESSAGE.has(result.code)) return replyError(session, result.code, result.message);
    return replyChangeError(session, result.code, result.message);
  }

  /**
   * Says why a change cannot be for a project that the session follows.
   *
   * @param {Session} session
   * @param {Buffer} bytes
   */
  #refuseChange(session, bytes) {
    const seen = session.identity ? inspect(bytes) : { command: CHANGE };
    if ('code' in seen) return replyError(session, seen.code, seen.message);
    const admitted = admit(session, this.#parts.projects, {
      command: CHANGE,
      needs: 'subscription',
      projectId: seen.project,
    });
    const otherwise = { command: CHANGE, error: REFUSALS.subscription };
    return session.reply('refusal' in admitted ? admitted.refusal : otherwise);
  }

  /**
   * A fault of the server's own: the log gets the stack, the client the code.
   *
   * @param {Session} session
   * @param {unknown} error
   */
  #fail(session, error) {
    this.#parts.log.error(`A message could not be handled: ${/** @type {Error} */ (error)?.stack}`);
    replyError(session, 'ERR_INTERNAL');
  }
}

/**
 * @param {Buffer} bytes
 * @returns {boolean}
 */
function startsAsChange(bytes) {
  const { length } = CHANGE_START;
  return bytes.length > length && bytes.compare(CHANGE_START, 0, length, 0, length) === 0;
}

/**
 * @param {Session} session
 * @param {string} code
 * @param {string} [message]
 */
function replyError(session, code, message) {
  session.reply({ command: 'error', message: errorText(code, message) });
}

/**
 * @param {Session} session
 * @param {string} code
 * @param {string} [message]
 */
function replyChangeError(session, code, message) {
  session.reply({ command: CHANGE, error: errorText(code, message) });
}

module.exports = { Dispatcher };
