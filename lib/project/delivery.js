'use strict';

/** @typedef {import('../net/broadcaster').Broadcaster} Broadcaster */
/** @typedef {import('./hosted-project').HostedProject} HostedProject */
/** @typedef {import('../native/addon').Outcome} Outcome */
/** @typedef {import('./subscriber').Subscriber} Subscriber */
/** @typedef {import('./subscribers').Subscribers} Subscribers */

/**
 * Sends the outcome of a change to its receivers. Call it in the same turn of the event loop as the submission, so that
 * revisions are sent in order.
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
    if (author === undefined && project.subscribers.isEmpty) return;
    this.#send(author, project.subscribers, told);
    if (!told.changed) return;
    for (const [dialect, subscribers] of project.subscribers.byDialect) {
      if (!project.isTracked(dialect)) continue;
      for (const { connection } of subscribers) connection.mark(project.mark);
    }
  }

  /**
   * @param {Subscriber | undefined} author
   * @param {Subscribers} subscribers
   * @param {Outcome} told
   */
  #send(author, subscribers, { broadcast, told, author: answers }) {
    let number = 0;
    for (const [, all] of subscribers.byDialect) {
      const messages = told?.[number];
      if (messages) this.#sendEach(others(all, author), messages);
      else if (broadcast && number === 0)
        this.#broadcaster.send(answers ? others(all, author) : all, broadcast);
      number += 1;
    }
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
 * @param {ReadonlySet<Subscriber>} subscribers
 * @param {Subscriber | undefined} author
 * @returns {Iterable<Subscriber>}
 */
function others(subscribers, author) {
  const isIn = author !== undefined && subscribers.has(author);
  return isIn ? [...subscribers].filter((subscriber) => subscriber !== author) : subscribers;
}

module.exports = { Delivery };
