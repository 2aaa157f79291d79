'use strict';

const MOST_CLIENTS = 10_000;

/** @typedef {import('./port').KeptClient} KeptClient */

/**
 * The clients that connected or left last, each once.
 */
class LastClients {
  /** @type {Map<string, KeptClient>} by their ids */
  #clients = new Map();

  /** @param {Iterable<KeptClient>} clients replace earlier entries with their ids */
  note(clients) {
    for (const client of clients) {
      this.#clients.delete(client.id);
      this.#clients.set(client.id, client);
      if (this.#clients.size <= MOST_CLIENTS) continue;
      const [first] = this.#clients.keys();
      this.#clients.delete(first);
    }
  }

  /** @returns {KeptClient[]} the latest one last */
  get all() {
    return [...this.#clients.values()];
  }

  /** @returns {number} */
  get size() {
    return this.#clients.size;
  }
}

module.exports = { LastClients };
