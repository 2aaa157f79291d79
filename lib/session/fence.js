'use strict';

/** @typedef {import('../net/connection').Connection} Connection */

/** @typedef {{epoch: number, revision: number, mark: Buffer}} Place what a project says of where it is */

const NO_PLACE = Buffer.alloc(0);

/**
 * What one client has certainly received of the project that it follows. A reset shuts the fence: what the client sends is from
 * before it, until it has received the new data.
 *
 * It is known by marks, which the client's side answers when all before them has arrived: `<epoch>.<revision>` of the project,
 * and a number where it has to be told apart from others of that place.
 */
class Fence {
  /** Number of the last revision that has certainly arrived. */
  seen = 0;
  /** The epoch of which something has certainly arrived. */
  epoch = 0;
  /** Called when something has certainly arrived of a project that is followed anew. */
  onReceived = () => {};
  /** @type {Place | undefined} */
  #project;
  #connection;
  /**
   * The last data that this client alone was brought after a reset: its mark, the mark of the last question before it, and whether
   * nothing that was asked before it is open.
   */
  #again = { mark: '', before: '', isNext: false };
  #timesAgain = 0;
  /** The mark behind the last whole project that has not arrived yet, or none. */
  #brought = '';

  /** @param {Connection} connection of the client */
  constructor(connection) {
    this.#connection = connection;
    connection.onSeen = (mark) => this.#onSeen(mark);
    connection.placeNow = () => this.#place;
  }

  /** @param {Place | undefined} project that is followed from now on */
  follow(project) {
    this.#project = project;
    this.seen = 0;
    this.epoch = project?.epoch ?? 0;
    this.#brought = '';
  }

  /** @param {number} seen what had arrived on another connection of the client */
  goOn(seen) {
    this.seen = seen;
  }

  /** @returns {boolean} is what arrives now sent without knowledge of the last reset? */
  get isShut() {
    return this.#project !== undefined && this.epoch !== this.#project.epoch;
  }

  /** @returns {boolean} is there a whole project on its way? */
  get awaitsProject() {
    return this.#brought !== '';
  }

  /** Finds out when all that was sent has arrived. */
  markPlace() {
    if (this.#project) this.#connection.mark(this.#project.mark);
  }

  /** The same where the whole project was sent last. */
  markProject() {
    if (!this.#project) return;
    // No other mark is the same, so that it is seen when this was.
    this.#brought = `${this.#project.mark}.${++this.#timesAgain}`;
    this.#connection.mark(Buffer.from(this.#brought));
  }

  /** @returns {boolean} have the data of a reset to be sent once more? Not if some are on their way that were sent later */
  takeAgain() {
    return this.#project !== undefined && (!this.#isAwaited(this.#project) || this.#again.isNext);
  }

  /** The same as markPlace() where they were sent. */
  markAgain() {
    if (!this.#project) return;
    const { epoch, revision } = this.#project;
    const mark = `${epoch}.${revision}.${++this.#timesAgain}`;
    const before = this.#connection.asked;
    this.#again = { mark, before: String(before), isNext: before.length === 0 };
    this.#connection.mark(Buffer.from(mark));
  }

  /** @returns {Buffer} the mark of where the client is when it has received all that was sent */
  get #place() {
    if (!this.#project) return NO_PLACE;
    return this.#isAwaited(this.#project) ? Buffer.from(this.#again.mark) : this.#project.mark;
  }

  /**
   * @param {Place} project
   * @returns {boolean} were its data brought again, and have not been seen yet?
   */
  #isAwaited({ epoch }) {
    return this.isShut && this.#again.mark.startsWith(`${epoch}.`);
  }

  /** @param {Buffer} bytes a mark */
  #onSeen(bytes) {
    const mark = bytes.toString('latin1');
    const project = this.#project;
    // What arrives now may have been sent when those data were there: their own question may have gone out later.
    if (mark === this.#again.before) this.#again.isNext = true;
    const [epoch, revision] = mark.split('.').map(Number);
    if (!project || epoch !== project.epoch || !(revision <= project.revision)) return;
    const isFirst = this.seen === 0;
    this.seen = Math.max(this.seen, revision);
    if (isFirst && revision > 0) this.onReceived();
    if (mark === this.#brought) this.#brought = '';
    if (this.#isAwaited(project) && mark !== this.#again.mark) this.#again.isNext = true;
    else this.epoch = epoch;
  }
}

module.exports = { Fence };
