'use strict';

const { codedError } = require('../base/errors');

/** @typedef {import('./addon').Failure} Failure */

/**
 * Queues the calls of a native object that takes one at a time, each on another thread. A failure
 * becomes an error with its code.
 */
class CallQueue {
  /** @type {Promise<unknown>} the last call; it never rejects */
  #last = Promise.resolve();

  /**
   * @template Answer
   * @param {() => Promise<Answer | Failure>} call
   * @returns {Promise<Answer>}
   */
  run(call) {
    const answer = this.#last.then(call).then(answerOf);
    this.#last = answer.catch(() => {});
    return answer;
  }
}

/**
 * @template Answer
 * @param {Answer | Failure} result of a native call
 * @returns {Answer}
 * @throws {Error} with the code of the failure
 */
function answerOf(result) {
  const failure = /** @type {Failure | undefined} */ (result);
  if (failure?.code) throw codedError(failure.code, failure.message);
  return /** @type {Answer} */ (result);
}

module.exports = { CallQueue, answerOf };
