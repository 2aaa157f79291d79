'use strict';

const { within } = require('./within');

/**
 * What arrives, in order, for a test that asks for one after the other. A test that waits in vain fails and says for
 * what.
 */
class MessageQueue {
  #arrived = [];
  #waiting = [];
  #ended;

  /** @param {unknown} item */
  push(item) {
    const waiter = this.#waiting.shift();
    if (waiter) waiter.resolve(item);
    else this.#arrived.push(item);
  }

  /** @param {string} reason why nothing more will come */
  end(reason) {
    this.#ended = reason;
    for (const waiter of this.#waiting.splice(0)) waiter.reject(new Error(reason));
  }

  /**
   * @param {string} [wanted] what the test expects, for the error
   * @returns {Promise<any>}
   */
  async next(wanted = 'message') {
    if (this.#arrived.length > 0) return this.#arrived.shift();
    if (this.#ended) throw new Error(`${this.#ended}, before a ${wanted}`);
    const item = new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
    return within(item, wanted);
  }
}

module.exports = { MessageQueue };
