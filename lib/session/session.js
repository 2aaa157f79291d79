'use strict';

const { Credentials } = require('./credentials');
const { errorText } = require('../base/errors');
const { Fence } = require('./fence');
const { Repetition } = require('./repetition');

/** @typedef {import('../net/connection').Connection} Connection */
/** @typedef {import('./dialect').CommandDialect} CommandDialect */
/** @typedef {import('./dialect').Dialect} Dialect */
/** @typedef {import('../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('./session-log').SessionLog} SessionLog */

/** @typedef {import('../project/subscriber').Identity} Identity */
/** @typedef {import('../project/subscriber').Member} Member */

/**
 * One connection with its dialect, its identity if it is logged in, and its project, if it follows one.
 */
class Session {
  /** @type {Identity | undefined} */
  #identity;
  /** @type {Member | undefined} its entry among the people of its project */
  member;
  /** Does the client claim an earlier connection, so that its state may be of another epoch? */
  isStranger = false;
  /** Did it name a client id of this run that it cannot continue? Its changes may have been applied before. */
  isLost = false;
  /** Has it sent a change with its current identity? */
  hasChanged = false;

  #repetition = new Repetition();
  /** @type {Dialect | undefined} */
  #dialect;
  /** @type {HostedProject | undefined} */
  #project;

  #firstDialect;

  /**
   * @param {Connection} connection
   * @param {SessionLog} log
   * @param {Dialect} firstDialect for answers until its own is known
   */
  constructor(connection, log, firstDialect) {
    this.connection = connection;
    this.log = log;
    this.#firstDialect = firstDialect;
    /** Its login state. */
    this.credentials = new Credentials(connection);
    /** Tracks what its client has certainly received. */
    this.fence = new Fence(connection);
  }

  /** @returns {Identity | undefined} undefined: not logged in */
  get identity() {
    return this.#identity;
  }

  set identity(identity) {
    this.#identity = identity;
    this.connection.isKnown = identity !== undefined;
  }

  /** @returns {Dialect} */
  get dialect() {
    return this.#dialect ?? this.#firstDialect;
  }

  /**
   * Sets the dialect by the first message with a payload; later calls change nothing.
   *
   * @param {Dialect} [dialect] undefined: the message fits several
   */
  choose(dialect) {
    this.#dialect ??= dialect;
  }

  /** @returns {CommandDialect} its dialect, whose messages are commands */
  get spelling() {
    return /** @type {CommandDialect} */ (this.dialect);
  }

  /** @returns {HostedProject | undefined} the project that the session follows */
  get project() {
    return this.#project;
  }

  /** Removes the identity and the project. */
  end() {
    this.credentials.expiry.clear();
    this.identity = undefined;
    this.hasChanged = this.isLost = false;
    this.follow(undefined);
  }

  /** @param {HostedProject | undefined} project replaces the previous one */
  follow(project) {
    if (project === this.#project) return;
    this.#project?.subscribers.delete(this);
    if (this.member) this.#project?.part(this.member);
    this.member = undefined;
    this.#project = project;
    this.fence.follow(project);
    this.#repetition = new Repetition();
    project?.subscribers.add(this);
  }

  /**
   * Adds it to the people of its project.
   *
   * @param {boolean} listens does it get presence messages? Then it already has its project
   */
  appear(listens) {
    const { identity, connection, dialect } = this;
    if (!identity || !this.#project) return;
    const { clientId, userName, avatar } = identity;
    this.member = { clientId, userName, avatar, connection, dialect };
    this.#project.people.join(this.member, listens);
    if (listens) this.#project.lockNews?.add(this.member);
  }

  /** @returns {import('./returns').Past | undefined} its state for a reconnect; undefined: none */
  get past() {
    const { identity, project, seen } = this;
    if (!identity || !project) return undefined;
    return {
      origin: identity.origin,
      userName: identity.userName,
      dialect: this.dialect.name,
      project,
      epoch: this.fence.epoch,
      seen,
      answered: this.#repetition.answeredUpTo(seen),
    };
  }

  /**
   * Continues the state of its client's earlier connection, in the project that it follows.
   *
   * @param {import('./returns').Past} past
   */
  goOn({ origin, seen, answered }) {
    if (this.identity) this.identity.origin = origin;
    this.fence.goOn(seen);
    this.#repetition.goOn(answered);
  }

  /**
   * Call it for each change.
   *
   * @returns {boolean} may it have been applied before, without a record of it?
   */
  mayRepeat() {
    return (
      this.isLost || (this.#project !== undefined && this.#repetition.mayRepeat(this.#project))
    );
  }

  /** @returns {number} the last revision of its project that the client has certainly received */
  get seen() {
    return this.fence.seen;
  }

  /**
   * Do its messages count as sent before the last reset of its project? True until the client has received the new
   * data.
   *
   * @returns {boolean}
   */
  get isFenced() {
    return this.fence.isShut;
  }

  /**
   * Sends missed revisions.
   *
   * @param {Buffer[]} messages
   */
  bring(messages) {
    for (const message of messages) this.connection.send(message);
    this.#markPlace();
  }

  /**
   * Sends the whole project.
   *
   * @param {Buffer[]} parts of one message
   */
  bringProject(parts) {
    this.connection.sendParts(parts);
    this.#noteLoaded();
    if (this.dialect.wording.echoes === 'where-renamed') this.fence.markProject();
    else this.#markPlace();
  }

  /** @returns {boolean} was it sent its project, which may not have arrived yet? */
  get isUnsure() {
    return this.fence.awaitsProject;
  }

  /**
   * It was sent its own change, because isUnsure. Until that has arrived, it may overwrite further changes of the
   * client.
   *
   * @param {HostedProject} project of the change
   */
  stayUnsure(project) {
    if (project === this.#project) this.fence.markProject();
  }

  /**
   * Sends missed revisions as ready frames.
   *
   * @param {Buffer} frames
   */
  bringFrames(frames) {
    this.connection.sendFrames(frames);
    // If the client has everything, it only asked again.
    const hasAll = this.seen === this.#project?.revision && !this.isFenced;
    if (!hasAll) this.#markPlace();
  }

  #noteLoaded() {
    if (this.identity) this.#project?.noteLoaded(this.identity.clientId);
  }

  /** Sends a mark, to learn when everything before it has arrived. */
  #markPlace() {
    if (this.#project?.isTracked(this.dialect)) this.fence.markPlace();
  }

  /**
   * Sends the data of a reset again after the fence refused a change. The author may have made the change before it saw
   * the reset, or right after, before its answer to the mark arrived; in the latter case it waits for its change until
   * it gets the data again. Data that arrive after the change was sent are enough.
   */
  bringAgain() {
    const project = this.#project;
    if (!project || !this.fence.takeAgain()) return;
    this.connection.sendParts(this.dialect.whole(project, true));
    this.#noteLoaded();
    this.fence.markAgain();
  }

  /**
   * Answers a request.
   *
   * @param {string} command
   * @param {object} fields
   */
  say(command, fields) {
    this.reply(this.spelling.say(command, fields));
  }

  /**
   * Refuses a request.
   *
   * @param {string} command
   * @param {string} error one of the fixed texts, or one that ends with its code
   * @param {object} [fields]
   */
  refuse(command, error, fields) {
    this.log.refused(command, error);
    this.reply(this.spelling.refuse(command, error, fields));
  }

  /**
   * Sends an error about an invalid message or a limit.
   *
   * @param {string} code
   * @param {string} [message]
   */
  complain(code, message) {
    this.log.refused('a message', errorText(code, message));
    this.reply(this.dialect.complain(code, message));
  }

  /**
   * Refuses a change.
   *
   * @param {import('./dialect').Refused} failure
   * @param {Buffer} bytes of the message
   */
  refuseChange(failure, bytes) {
    this.log.refused(this.dialect.change, errorText(failure.code, failure.message));
    this.reply(this.dialect.refuseChange(failure, bytes));
  }

  /**
   * Reports records that it may not change because another client has locked them.
   *
   * @param {string} locked JSON text from the core
   */
  tellLocked(locked) {
    const { dialect } = this;
    for (const { store, id, lockedBy } of JSON.parse(locked)) {
      this.log.refused('a change', errorText('ERR_LOCKED'));
      if (!dialect.locked) continue;
      this.reply(dialect.locked({ type: store, id, lockedBy }, this.#project?.id ?? ''));
    }
  }

  /** @param {object} message in its dialect, to this session only */
  reply(message) {
    this.connection.send(Buffer.from(JSON.stringify(message)));
  }
}

module.exports = { Session };
