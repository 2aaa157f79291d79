'use strict';

/** @typedef {import('./broadcaster').Broadcaster} Broadcaster */
/** @typedef {import('./hosted-project').HostedProject} HostedProject */
/** @typedef {import('./native').Outcome} Outcome */
/** @typedef {import('./session').Session} Session */
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
   * @param {Session} author
   * @param {HostedProject} project
   * @param {Buffer | Outcome} result of the core; a Buffer is for every subscriber, and all speak `commands`
   */
  deliver(author, project, result) {
    this.#send(author, project.subscribers, result);
    if (!Buffer.isBuffer(result) && !result.changed) return;
    for (const name of project.tracked) {
      for (const { connection } of project.subscribers[name]) connection.mark(project.mark);
    }
  }

  /**
   * @param {Session} author
   * @param {Subscribers} subscribers
   * @param {Buffer | Outcome} result
   */
  #send(author, subscribers, result) {
    if (Buffer.isBuffer(result)) {
      this.#broadcaster.send(subscribers.commands, result);
      return;
    }
    const { commands, flat = [], sync = [], author: answers } = result;
    const { commands: all } = subscribers;
    if (commands) this.#broadcaster.send(answers ? others(all, author) : all, commands);
    this.#sendEach(others(subscribers.flat, author), flat);
    this.#sendEach(others(subscribers.sync, author), sync);
    this.#sendEach([author], answers ?? []);
  }

  /**
   * @param {Iterable<Session>} receivers
   * @param {Buffer[]} messages
   */
  #sendEach(receivers, messages) {
    for (const message of messages) this.#broadcaster.send(receivers, message);
  }
}

/**
 * @param {Set<Session>} sessions
 * @param {Session} author
 * @returns {Set<Session> | Session[]}
 */
function others(sessions, author) {
  return sessions.has(author) ? [...sessions].filter((session) => session !== author) : sessions;
}

module.exports = { Delivery };
