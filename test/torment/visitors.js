'use strict';

const { setTimeout: pause } = require('node:timers/promises');
const { TestClient } = require('../support/test-client');
const { HOME, NEWCOMER } = require('./world');

const BETWEEN_NEWCOMERS_MS = 1500;
const BETWEEN_QUESTIONS_MS = 20;

/**
 * Two more honest ones: somebody who comes, gives a password, loads the project and goes, again and again; and somebody who
 * asks for the smallest of answers all the time, which shows for how long the server does nothing else.
 */
class Visitors {
  /** @type {string[]} */
  failures = [];
  #address = '';
  #isOver = false;
  #trips;
  /** @type {Promise<void>[]} */
  #work = [];

  /** @param {import('./round-trips').RoundTrips} trips */
  constructor(trips) {
    this.#trips = trips;
  }

  /** @param {string} address */
  start(address) {
    this.#address = address;
    this.#work = [this.#come(), this.#ask()].map((work) =>
      work.catch((error) => this.failures.push(`a visitor: ${error.message}`)),
    );
  }

  /** @returns {Promise<void>} */
  async end() {
    this.#isOver = true;
    await Promise.all(this.#work);
  }

  async #come() {
    while (!this.#isOver) {
      const arrive = this.#trips.start('newcomer');
      const client = await new TestClient(this.#address).open();
      try {
        const { error } = await client.request({ command: 'login', data: NEWCOMER });
        if (error) throw new Error(error);
        await client.next();
        await client.load(HOME);
        arrive();
      } finally {
        client.socket.terminate();
      }
      await pause(BETWEEN_NEWCOMERS_MS);
    }
  }

  async #ask() {
    const client = await new TestClient(this.#address).open();
    client.ask('login', { login: 'Pulse' });
    await client.next();
    while (!this.#isOver) {
      const arrive = this.#trips.start('pulse');
      await client.drain();
      arrive();
      await pause(BETWEEN_QUESTIONS_MS);
    }
    client.socket.terminate();
  }
}

module.exports = { Visitors };
