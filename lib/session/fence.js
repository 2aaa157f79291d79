'use strict';

/** @typedef {import('../net/connection').Connection} Connection */

/** @typedef {{epoch: number, revision: number, mark: Buffer}} Place the position of a project */

const NO_PLACE = Buffer.alloc(0);

/**
 * Tracks what one client has certainly received of its project. A reset closes the fence: messages of the client count
 * as sent before the reset until it has received the new data.
 *
 * It uses marks, which the client answers when everything before them has arrived: `<epoch>.<revision>` of the project,
 * plus a number if it must differ from other marks at that position.
 */
class Fence {
  /** The last revision that has certainly arrived. */
  seen = 0;
  /** The epoch of the latest data that have certainly arrived. */
  epoch = 0;
  /** Called when the first data of a newly followed project have certainly arrived. */
  onReceived = () => {};
  /** @type {Place | undefined} */
  #project;
  #connection;
  /**
   * The last data that only this client got after a reset: their mark, the last mark before them, and whether all
   * earlier marks are answered.
   */
  #again = { mark: '', before: '', isNext: false };
  #timesAgain = 0;
  /** The mark after the last whole project that has not arrived yet, if any. */
  #brought = '';

  /** @param {Connection} connection of the client */
  constructor(connection) {
    this.#connection = connection;
    connection.onSeen = (mark) => this.#onSeen(mark);
    connection.placeNow = () => this.#place;
  }

  /** @param {Place | undefined} project followed from now on */
  follow(project) {
    this.#project = project;
    this.seen = 0;
    this.epoch = project?.epoch ?? 0;
    this.#brought = '';
  }

  /** @param {number} seen the last revision that arrived on its earlier connection */
  goOn(seen) {
    this.seen = seen;
  }

  /** @returns {boolean} do messages of the client count as sent before the last reset? */
  get isShut() {
    return this.#project !== undefined && this.epoch !== this.#project.epoch;
  }

  /** @returns {boolean} is a whole project on its way? */
  get awaitsProject() {
    return this.#brought !== '';
  }

  /** Sends a mark, to learn when everything before it has arrived. */
  markPlace() {
    if (this.#project) this.#connection.mark(this.#project.mark);
  }

  /** Sends a mark after the whole project. */
  markProject() {
    if (!this.#project) return;
    // The mark is unique, so its answer is recognized.
    this.#brought = `${this.#project.mark}.${++this.#timesAgain}`;
    this.#connection.mark(Buffer.from(this.#brought));
  }

  /** @returns {boolean} must the data of a reset be sent again? Not if later ones are on their way */
  takeAgain() {
    return this.#project !== undefined && (!this.#isAwaited(this.#project) || this.#again.isNext);
  }

  /** Like markPlace(), after these data. */
  markAgain() {
    if (!this.#project) return;
    const { epoch, revision } = this.#project;
    const mark = `${epoch}.${revision}.${++this.#timesAgain}`;
    const before = this.#connection.asked;
    this.#again = { mark, before: String(before), isNext: before.length === 0 };
    this.#connection.mark(Buffer.from(mark));
  }

  /** @returns {Buffer} the mark of the position after everything that was sent */
  get #place() {
    if (!this.#project) return NO_PLACE;
    return this.#isAwaited(this.#project) ? Buffer.from(this.#again.mark) : this.#project.mark;
  }

  /**
   * @param {Place} project
   * @returns {boolean} were its data sent again, and have not arrived yet?
   */
  #isAwaited({ epoch }) {
    return this.isShut && this.#again.mark.startsWith(`${epoch}.`);
  }

  /** @param {Buffer} bytes a mark */
  #onSeen(bytes) {
    const mark = bytes.toString('latin1');
    const project = this.#project;
    // The client may already have had these data, because their own mark may have been sent later.
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
