'use strict';

const PATIENCE_MS = 5000;

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
   * @param {string} wanted what the test expects, for the error
   * @returns {Promise<any>}
   */
  next(wanted = 'a message') {
    if (this.#arrived.length > 0) return Promise.resolve(this.#arrived.shift());
    if (this.#ended) return Promise.reject(new Error(`${this.#ended}, before ${wanted}`));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(new Error(`No ${wanted} within ${PATIENCE_MS} ms`));
      }, PATIENCE_MS);
      const settle = (done) => (value) => {
        clearTimeout(timer);
        done(value);
      };
      const waiter = { resolve: settle(resolve), reject: settle(reject) };
      this.#waiting.push(waiter);
    });
  }
}

module.exports = { MessageQueue };
