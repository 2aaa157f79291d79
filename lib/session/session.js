'use strict';

const { performance } = require('node:perf_hooks');
const { Allowance } = require('../base/allowance');
const { CLOSE } = require('../net/close-codes');
const { errorText } = require('../base/errors');
const { Expiry } = require('./expiry');

/** @typedef {import('../access/access').Verdict} Verdict */
/** @typedef {import('../net/connection').Connection} Connection */
/** @typedef {import('./dialect').CommandDialect} CommandDialect */
/** @typedef {import('./dialect').Dialect} Dialect */
/** @typedef {import('../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('../access/rights').Rights} Rights */
/** @typedef {import('./session-log').SessionLog} SessionLog */

/** @typedef {import('../project/subscriber').Identity} Identity */
/** @typedef {import('../project/subscriber').Member} Member */

const NO_PLACE = Buffer.alloc(0);
// Others are told of each login.
const LOGINS_AT_ONCE = 20;
const LOGIN_PAUSE_MS = 1000;

/**
 * One connection: its dialect, who it is, if it is logged in, and which project it follows, one at most.
 */
class Session {
  /** @type {Identity | undefined} */
  #identity;
  /**
   * Whose token the request for the connection had: who logs in as that needs no password.
   *
   * @type {{userName?: string, rights: Rights, expires?: number} | undefined}
   */
  visitor;
  /**
   * To be set where tokens are known.
   *
   * @type {(token: unknown) => Promise<Verdict | undefined> | Verdict}
   */
  verify = () => ({ code: 'ERR_UNAUTHORIZED' });
  /** When the token runs out with which it came. */
  expiry = new Expiry(() => this.connection.close(CLOSE.TOKEN, 'ERR_UNAUTHORIZED'));
  /** Number of the last revision of its project that the client has certainly received. */
  seen = 0;
  /** @type {Member | undefined} as one of the people in its project */
  member;
  /** Does the client think that it was here before, and what it has is perhaps not of this epoch? */
  isStranger = false;
  /** Did it name a client of this life of the server as which it cannot go on? What it sends may have been made before. */
  isLost = false;
  /** All answers to it up to this revision have certainly arrived; Infinity: it has changed nothing. */
  #answered = Infinity;
  /** Has it come back, and changed nothing since? What it sends first may have been made before. */
  #isBack = false;
  /** Called when it has certainly received something of a project that it has come to. */
  onReceived = () => {};
  /** Has it sent a change under its identity? */
  hasChanged = false;
  /** The epoch of the project of which the client has certainly received something. */
  #epoch = 0;
  /** The last data that this client alone was brought after a reset: its mark, and whether that is the next to come. */
  #again = { mark: '', isNext: false };
  #timesAgain = 0;
  /** The mark behind the last data that were not seen yet, or none. */
  #brought = '';
  #logins = new Allowance(LOGINS_AT_ONCE, LOGIN_PAUSE_MS);
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
    connection.onSeen = (mark) => this.#onSeen(mark);
    connection.placeNow = () => this.#place;
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

  /** @returns {boolean} may it log in once more now? Then it is taken to do so */
  takeLogin() {
    return this.#logins.take(performance.now()) === 0;
  }

  /** Forgets who the session is and what it followed. */
  end() {
    this.expiry.clear();
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
    this.seen = 0;
    this.#answered = Infinity;
    this.#isBack = false;
    this.#brought = '';
    this.#epoch = project?.epoch ?? 0;
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
      epoch: this.#epoch,
      seen,
      answered: Math.max(seen, this.#answered),
    };
  }

  /**
   * Goes on from where its client was on another connection, in the project that it follows.
   *
   * @param {import('./returns').Past} past
   */
  goOn({ origin, seen, answered }) {
    if (this.identity) this.identity.origin = origin;
    this.seen = seen;
    this.#answered = answered;
    this.#isBack = true;
  }

  /**
   * Asked when a change has come.
   *
   * @returns {boolean} can it have been made before, and nobody knows any more?
   */
  mayRepeat() {
    const { forgotten = 0, revision = 0 } = this.#project ?? {};
    if (this.isLost || (this.#isBack && forgotten > this.#answered)) return true;
    // What is sent again comes first, in its order: behind one that is known, or that never came, all are new.
    this.#isBack = false;
    if (this.#answered === Infinity) this.#answered = revision;
    return false;
  }

  /**
   * Is what arrives now sent without knowledge of the project's last reset? So it is until the client's side has seen what
   * was sent before it.
   *
   * @returns {boolean}
   */
  get isFenced() {
    return this.#project !== undefined && this.#epoch !== this.#project.epoch;
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
    const project = this.#project;
    if (project && this.dialect.wording.echoes === 'where-renamed') {
      // No other mark is the same, so that it is seen when this was.
      this.#brought = `${project.mark}.${++this.#timesAgain}`;
      this.connection.mark(Buffer.from(this.#brought));
    } else this.#markPlace();
  }

  /** @returns {boolean} was it brought its project, which it has not certainly received? */
  get isUnsure() {
    return this.#brought !== '';
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
    const project = this.#project;
    if (project?.isTracked(this.dialect)) this.connection.mark(project.mark);
  }

  /** @returns {Buffer} the mark of where the client is when it has received all that was sent */
  get #place() {
    const project = this.#project;
    if (!project) return NO_PLACE;
    return this.#isAwaited(project) ? Buffer.from(this.#again.mark) : project.mark;
  }

  /**
   * Brings the data of a reset once more, since a change was refused behind the fence. Its author may have made it before it
   * saw the reset, or right after, when its answer to the mark was not here yet: then it waits for the change to come back,
   * until it gets the data again. Data that will be seen later than the change was sent do for that.
   */
  bringAgain() {
    const project = this.#project;
    if (!project || (this.#isAwaited(project) && !this.#again.isNext)) return;
    const mark = `${project.epoch}.${project.revision}.${++this.#timesAgain}`;
    this.#again = { mark, isNext: false };
    this.connection.sendParts(this.dialect.whole(project, true));
    this.#noteLoaded();
    this.connection.mark(Buffer.from(mark));
  }

  /**
   * @param {HostedProject} project
   * @returns {boolean} were its data brought again, and have not been seen yet?
   */
  #isAwaited({ epoch }) {
    return this.isFenced && this.#again.mark.startsWith(`${epoch}.`);
  }

  /** @param {Buffer} bytes a mark: `<epoch>.<revision>` of a project, and which time it was brought again */
  #onSeen(bytes) {
    const mark = bytes.toString('latin1');
    const project = this.#project;
    const [epoch, revision] = mark.split('.').map(Number);
    if (!project || epoch !== project.epoch || !(revision <= project.revision)) return;
    const isFirst = this.seen === 0;
    this.seen = Math.max(this.seen, revision);
    if (isFirst && revision > 0) this.onReceived();
    if (mark === this.#brought) this.#brought = '';
    if (this.#isAwaited(project) && mark !== this.#again.mark) this.#again.isNext = true;
    else this.#epoch = epoch;
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
