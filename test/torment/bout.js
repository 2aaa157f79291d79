'use strict';

const { setTimeout: pause } = require('node:timers/promises');
const { Attacker } = require('./attacker');
const { RawClient } = require('./raw-client');
const { JANITOR } = require('./world');

/** Hostile clients come from so many addresses, none of which is that of an honest one. */
const ADDRESSES = 8;

/** What one kind of hostile client does once: it opens connections here, which all end with the bout. */
class Bout {
  #address;
  #clients = [];

  /**
   * @param {object} parts
   * @param {string} parts.address of the server
   * @param {number} parts.index how often the kind had a bout before
   * @param {import('../support/random').Random} parts.random
   * @param {number} parts.start a number that the kind has in this run
   * @param {AbortSignal} parts.signal the bout has taken too long
   * @param {import('./tally').Tally} parts.tally
   */
  constructor({ address, index, random, signal, start, tally }) {
    this.#address = address;
    this.index = index;
    this.random = random;
    this.signal = signal;
    this.start = start;
    this.tally = tally;
  }

  /**
   * @param {string} [path]
   * @param {import('ws').ClientOptions} [options]
   * @returns {Promise<Attacker>} with an open connection, unless the server does not want it
   */
  connect(path = '/', options = {}) {
    return this.orTooLate(this.#begin(path, options).opened());
  }

  /**
   * A client that is logged in and follows a project.
   *
   * @param {'commands' | 'flat' | 'sync'} dialect
   * @param {number | string} project
   * @param {import('ws').ClientOptions & {login?: string, password?: string, query?: string}} [options] query: what a
   *   `sync` client says besides
   * @returns {Promise<Attacker>}
   */
  async enter(dialect, project, options = {}) {
    const { login = this.name(), password, query = '', ...settings } = options;
    const isSync = dialect === 'sync';
    const path = isSync ? `/gantt-sync?project=${project}${query}` : '/';
    const attacker = this.#begin(path, settings);
    attacker.isCounted = false;
    if (isSync) await this.until(attacker, /"type":"init"/);
    else await this.#logIn(attacker, dialect, project, { login, password });
    attacker.isCounted = true;
    return attacker;
  }

  async #logIn(attacker, dialect, project, who) {
    await this.orTooLate(attacker.opened());
    const isFlat = dialect === 'flat';
    const say = (command, data) => attacker.send(isFlat ? { command, ...data } : { command, data });
    say('login', who);
    await this.until(attacker, isFlat ? /"success":/ : /"command":"login"/);
    say('dataset', { project });
    await this.until(attacker, /"command":"dataset"/);
  }

  /** @returns {Promise<RawClient>} a connection on which nothing has been said yet */
  async raw() {
    const { localAddress } = this;
    const port = Number(new URL(this.#address).port);
    const client = new RawClient({ port, localAddress }, this.tally);
    this.#clients.push(client);
    return client;
  }

  /** @returns {Promise<RawClient>} one that has asked for a WebSocket and got it */
  async rawSocket(path = '/', headers = []) {
    const client = await this.raw();
    await this.orTooLate(client.upgrade(path, headers));
    return client;
  }

  /**
   * @param {Attacker} attacker
   * @param {RegExp} pattern
   * @returns {Promise<string>} the beginning of the message in which it was found; '' when the connection ended before
   */
  until(attacker, pattern) {
    return this.orTooLate(attacker.until(pattern));
  }

  /**
   * @param {Attacker} attacker
   * @param {'commands' | 'flat' | 'sync'} dialect
   * @returns {Promise<void>} when all that it has sent was dealt with
   */
  async done(attacker, dialect) {
    await this.orTooLate(attacker.done(dialect));
  }

  /** @param {number | string} project that is to be again as it was */
  async clean(project) {
    const janitor = await this.enter('commands', project, JANITOR);
    janitor.send({ command: 'reset', data: { project } });
    await this.until(janitor, /^\{"command":"reset"/);
    janitor.leave();
  }

  /** @param {number} milliseconds */
  pause(milliseconds) {
    return pause(milliseconds, undefined, { signal: this.signal });
  }

  /** @param {boolean} condition @param {string} failure what it means that it does not hold */
  expect(condition, failure) {
    if (!condition) this.tally.failures.push(failure);
  }

  /** @returns {string} a name that nobody else has */
  name() {
    return `Mallory ${this.random.int(1e9)}`;
  }

  /** @returns {number} how many messages of the server have counted so far */
  get heard() {
    return this.tally.answered + this.tally.refused;
  }

  get localAddress() {
    return `127.0.0.${2 + this.random.int(ADDRESSES)}`;
  }

  #begin(path, options) {
    const { localAddress } = this;
    const settings = { localAddress, perMessageDeflate: false, ...options };
    const attacker = new Attacker(`${this.#address}${path}`, this.tally, settings);
    this.#clients.push(attacker);
    return attacker;
  }

  end() {
    for (const client of this.#clients) client.leave();
  }

  /**
   * @template T
   * @param {Promise<T>} promise
   * @returns {Promise<T>} rejected when the bout takes too long
   */
  orTooLate(promise) {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason);
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    });
  }
}

module.exports = { Bout };
