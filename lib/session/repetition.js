'use strict';

/**
 * Whether a change may have been made before: a client that comes back sends again what was not answered. The core knows those by
 * their names that are not too old; of the others nobody knows any more.
 */
class Repetition {
  /** All answers to the client up to this revision have certainly arrived; Infinity: it has changed nothing. */
  #answered = Infinity;
  /** Has it come back, and changed nothing since? */
  #isBack = false;

  /** @param {number} answered what had been answered on another connection of the client */
  goOn(answered) {
    this.#answered = answered;
    this.#isBack = true;
  }

  /**
   * @param {number} seen the last revision that has certainly arrived
   * @returns {number} all answers up to this revision have
   */
  answeredUpTo(seen) {
    return Math.max(seen, this.#answered);
  }

  /**
   * Asked when a change has come.
   *
   * @param {{forgotten: number, revision: number}} project for which it is
   * @returns {boolean} can it have been made before, and nobody knows any more?
   */
  mayRepeat({ forgotten, revision }) {
    if (this.#isBack && forgotten > this.#answered) return true;
    // What is sent again comes first, in its order: behind one that is known, or that never came, all are new.
    this.#isBack = false;
    if (this.#answered === Infinity) this.#answered = revision;
    return false;
  }
}

module.exports = { Repetition };
