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
 * One connection: its dialect, who it is, if it is logged in, and which project it follows, one at most.
 */
class Session {
  /** @type {Identity | undefined} */
  #identity;
  /** @type {Member | undefined} as one of the people in its project */
  member;
  /** Does the client think that it was here before, and what it has is perhaps not of this epoch? */
  isStranger = false;
  /** Did it name a client of this life of the server as which it cannot go on? What it sends may have been made before. */
  isLost = false;
  /** Has it sent a change under its identity? */
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
   * @param {Dialect} firstDialect in which it is answered until its own is known
   */
  constructor(connection, log, firstDialect) {
    this.connection = connection;
    this.log = log;
    this.#firstDialect = firstDialect;
    /** With what it may log in. */
    this.credentials = new Credentials(connection);
    /** What its client has certainly received. */
    this.fence = new Fence(connection);
  }

  /** @returns {Identity | undefined} undefined: nobody is logged in */
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
   * The first message with a payload decides, and then it stays.
   *
   * @param {Dialect} [dialect] none: the message could be of several
   */
  choose(dialect) {
    this.#dialect ??= dialect;
  }

  /** @returns {CommandDialect} the same where messages are commands */
  get spelling() {
    return /** @type {CommandDialect} */ (this.dialect);
  }

  /** @returns {HostedProject | undefined} the project that the session follows */
  get project() {
    return this.#project;
  }

  /** Forgets who the session is and what it followed. */
  end() {
    this.credentials.expiry.clear();
    this.identity = undefined;
    this.hasChanged = this.isLost = false;
    this.follow(undefined);
  }

  /** @param {HostedProject | undefined} project in place of the one before */
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
   * It is one of the people of its project from now on.
   *
   * @param {boolean} listens is it told of the others? Then it has got its project
   */
  appear(listens) {
    const { identity, connection, dialect } = this;
    if (!identity || !this.#project) return;
    const { clientId, userName, avatar } = identity;
    this.member = { clientId, userName, avatar, connection, dialect };
    this.#project.people.join(this.member, listens);
    if (listens) this.#project.lockNews?.add(this.member);
  }

  /** @returns {import('./returns').Past | undefined} what counts when it comes back; undefined: nothing */
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
   * Goes on from where its client was on another connection, in the project that it follows.
   *
   * @param {import('./returns').Past} past
   */
  goOn({ origin, seen, answered }) {
    if (this.identity) this.identity.origin = origin;
    this.fence.goOn(seen);
    this.#repetition.goOn(answered);
  }

  /**
   * Asked when a change has come.
   *
   * @returns {boolean} can it have been made before, and nobody knows any more?
   */
  mayRepeat() {
    return (
      this.isLost || (this.#project !== undefined && this.#repetition.mayRepeat(this.#project))
    );
  }

  /** @returns {number} of the last revision of its project that the client has certainly received */
  get seen() {
    return this.fence.seen;
  }

  /**
   * Is what arrives now sent without knowledge of the project's last reset? So it is until the client's side has seen what
   * was sent before it.
   *
   * @returns {boolean}
   */
  get isFenced() {
    return this.fence.isShut;
  }

  /**
   * Sends what brings the client to where its project is now.
   *
   * @param {Buffer[]} messages
   */
  bring(messages) {
    for (const message of messages) this.connection.send(message);
    this.#markPlace();
  }

  /**
   * The same with the whole project.
   *
   * @param {Buffer[]} parts of one message
   */
  bringProject(parts) {
    this.connection.sendParts(parts);
    this.#noteLoaded();
    if (this.dialect.wording.echoes === 'where-renamed') this.fence.markProject();
    else this.#markPlace();
  }

  /** @returns {boolean} was it brought its project, which it has not certainly received? */
  get isUnsure() {
    return this.fence.awaitsProject;
  }

  /**
   * It was told of its own change, since it was unsure. Until that has arrived, it may take the place of what its client changes
   * meanwhile.
   *
   * @param {HostedProject} project in which it made the change
   */
  stayUnsure(project) {
    if (project === this.#project) this.fence.markProject();
  }

  /**
   * The same with frames that are ready.
   *
   * @param {Buffer} frames
   */
  bringFrames(frames) {
    this.connection.sendFrames(frames);
    // Who is known to have it all has only asked again.
    const hasAll = this.seen === this.#project?.revision && !this.isFenced;
    if (!hasAll) this.#markPlace();
  }

  #noteLoaded() {
    if (this.identity) this.#project?.noteLoaded(this.identity.clientId);
  }

  /** Finds out when all that was sent has arrived. */
  #markPlace() {
    if (this.#project?.isTracked(this.dialect)) this.fence.markPlace();
  }

  /**
   * Brings the data of a reset once more, since a change was refused behind the fence. Its author may have made it before it
   * saw the reset, or right after, when its answer to the mark was not here yet: then it waits for the change to come back,
   * until it gets the data again. Data that will be seen later than the change was sent do for that.
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
   * Complains about what is no message, or about a limit.
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
   * Says which records it may not change, since somebody else has locked them.
   *
   * @param {string} locked JSON text of the core's
   */
  tellLocked(locked) {
    const { dialect } = this;
    for (const { store, id, lockedBy } of JSON.parse(locked)) {
      this.log.refused('a change', errorText('ERR_LOCKED'));
      if (!dialect.locked) continue;
      this.reply(dialect.locked({ type: store, id, lockedBy }, this.#project?.id ?? ''));
    }
  }

  /** @param {object} message to this session alone, as its dialect spells it */
  reply(message) {
    this.connection.send(Buffer.from(JSON.stringify(message)));
  }
}

module.exports = { Session };
