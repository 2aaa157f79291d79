'use strict';

/** A line on which, both ways, what is sent waits until it is let through, in order. */
class HeldLine {
  /** @type {(() => void)[]} */
  #outgoing = [];
  /** @type {(() => void)[]} */
  #incoming = [];

  /** @param {() => void} take to be done when the client is let hear it */
  hold(take) {
    this.#incoming.push(take);
  }

  /** @param {() => void} send to be done when the server is let hear it */
  letGo(send) {
    this.#outgoing.push(send);
  }

  /** @param {number} count of messages that reach the server, at most @returns {number} how many did */
  letOut(count) {
    return letThrough(this.#outgoing, count);
  }

  /** @param {number} count of messages that reach the client, at most @returns {number} how many did */
  letIn(count) {
    return letThrough(this.#incoming, count);
  }

  /** What waits is lost. */
  lose() {
    this.#outgoing = [];
    this.#incoming = [];
  }
}

/** @param {(() => void)[]} waiting @param {number} count at most @returns {number} how many went through */
function letThrough(waiting, count) {
  const some = waiting.splice(0, count);
  for (const act of some) act();
  return some.length;
}

module.exports = { HeldLine };
