'use strict';

const { text } = require('node:stream/consumers');
const { HeldLine } = require('./held-line');

/**
 * The requests of a client over HTTP, as a connection on which messages wait until they are let through: a request goes out when it
 * is let out, and its answer is heard when it is let in.
 */
class ChaosRequests extends HeldLine {
  /** @type {Set<Promise<void>>} */
  #open = new Set();
  #ask;
  #path;
  #receive;
  #isCut = false;

  /**
   * @param {(path: string) => import('node:http').ClientRequest} ask begins a POST
   * @param {string} path in front of that of a message
   * @param {(message: any) => void} receive
   */
  constructor(ask, path, receive) {
    super();
    this.#ask = ask;
    this.#path = path;
    this.#receive = receive;
  }

  async opened() {}

  /** @param {{path: string, pack: object}} message */
  send({ path, pack }) {
    this.letGo(() => {
      const answered = this.#request(path, JSON.stringify(pack)).finally(() =>
        this.#open.delete(answered),
      );
      this.#open.add(answered);
    });
  }

  async #request(path, body) {
    const request = this.#ask(this.#path + path);
    const answered = new Promise((resolve, reject) => {
      request.on('response', resolve).on('error', reject);
    });
    request.end(body);
    const message = JSON.parse(await text(await answered));
    if (!this.#isCut) this.hold(() => this.#receive(message));
  }

  /** @returns {Promise<void>} when every request that went out is answered */
  async flush() {
    await Promise.all(this.#open);
  }

  /** Nobody hears the answers; what went out arrives. */
  cut() {
    this.lose();
    this.#isCut = true;
  }
}

module.exports = { ChaosRequests };
