'use strict';

/** @typedef {import('../net/broadcaster').Broadcaster} Broadcaster */
/** @typedef {import('./hosted-project').HostedProject} HostedProject */
/** @typedef {import('../native/addon').Outcome} Outcome */
/** @typedef {import('./subscriber').Subscriber} Subscriber */
/** @typedef {import('./subscribers').Subscribers} Subscribers */

/**
 * Brings what came of a change to those whom it concerns. It has to be called in the turn in which the core made the change,
 * so that revisions go out in their order.
 */
class Delivery {
  #broadcaster;

  /** @param {Broadcaster} broadcaster */
  constructor(broadcaster) {
    this.#broadcaster = broadcaster;
  }

  /**
   * @param {Subscriber | undefined} author undefined: the server
   * @param {HostedProject} project
   * @param {Outcome} told
   */
  deliver(author, project, told) {
    this.#send(author, project.subscribers, told);
    if (!told.changed) return;
    for (const name of project.tracked) {
      for (const { connection } of project.subscribers[name]) connection.mark(project.mark);
    }
  }

  /**
   * @param {Subscriber | undefined} author
   * @param {Subscribers} subscribers
   * @param {Outcome} told
   */
  #send(author, subscribers, { commands, flat, sync, author: answers }) {
    const { commands: all } = subscribers;
    if (commands) this.#broadcaster.send(answers ? others(all, author) : all, commands);
    if (flat) this.#sendEach(others(subscribers.flat, author), flat);
    if (sync) this.#sendEach(others(subscribers.sync, author), sync);
    if (answers && author) this.#sendEach([author], answers);
  }

  /**
   * @param {Iterable<Subscriber>} receivers
   * @param {Buffer[]} messages
   */
  #sendEach(receivers, messages) {
    for (const message of messages) this.#broadcaster.send(receivers, message);
  }
}

/**
 * @param {Set<Subscriber>} subscribers
 * @param {Subscriber | undefined} author
 * @returns {Set<Subscriber> | Subscriber[]}
 */
function others(subscribers, author) {
  const isIn = author !== undefined && subscribers.has(author);
  return isIn ? [...subscribers].filter((subscriber) => subscriber !== author) : subscribers;
}

module.exports = { Delivery };
