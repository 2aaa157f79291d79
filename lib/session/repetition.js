'use strict';

/**
 * Detects changes that may already have been applied: a reconnecting client sends unanswered changes again. The core
 * recognizes recent ones by their names; for older ones, nobody knows.
 */
class Repetition {
  /** All answers up to this revision have certainly arrived; Infinity: it has sent no change. */
  #answered = Infinity;
  /** Has it reconnected, and sent no change since? */
  #isBack = false;

  /** @param {number} answered the same on its earlier connection */
  goOn(answered) {
    this.#answered = answered;
    this.#isBack = true;
  }

  /**
   * @param {number} seen the last revision that has certainly arrived
   * @returns {number} all answers up to this revision have arrived
   */
  answeredUpTo(seen) {
    return Math.max(seen, this.#answered);
  }

  /**
   * Call it for each change.
   *
   * @param {{forgotten: number, revision: number}} project of the change
   * @returns {boolean} may it have been applied before, without a record of it?
   */
  mayRepeat({ forgotten, revision }) {
    if (this.#isBack && forgotten > this.#answered) return true;
    // Repeated changes come first, in order: after one that is known, or that never arrived, all are new.
    this.#isBack = false;
    if (this.#answered === Infinity) this.#answered = revision;
    return false;
  }
}

module.exports = { Repetition };
