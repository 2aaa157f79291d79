'use strict';

const { once } = require('node:events');
const { WebSocket } = require('ws');
const { MessageQueue } = require('./message-queue');
const { within } = require('./within');

/**
 * A client of the server under test: sends what it is told, and hands out what arrives one by one.
 */
class TestClient {
  #arrived = new MessageQueue();
  #closed;

  /**
   * @param {string} url
   * @param {import('ws').ClientOptions} [options]
   */
  constructor(url, options = {}) {
    this.socket = new WebSocket(url, options);
    this.socket.on('message', (data) => this.#arrived.push(JSON.parse(data.toString())));
    this.socket.on('error', () => {});
    this.#closed = new Promise((resolve) => {
      this.socket.on('close', (code) => {
        this.#arrived.end(`The connection was closed with ${code}`);
        resolve(code);
      });
    });
  }

  /** @returns {Promise<number>} the status, when the connection is closed */
  get closed() {
    return within(this.#closed, 'end of the connection');
  }

  /** @returns {Promise<this>} when the connection is open */
  async open() {
    await once(this.socket, 'open');
    return this;
  }

  /** @param {object | string | Buffer} message an object is sent as JSON */
  send(message) {
    const isRaw = typeof message === 'string' || Buffer.isBuffer(message);
    this.socket.send(isRaw ? message : JSON.stringify(message));
  }

  /**
   * @param {string} command
   * @param {object} [data]
   */
  ask(command, data) {
    this.send({ command, data });
  }

  /** @returns {Promise<any>} the next message */
  next() {
    return this.#arrived.next();
  }

  /**
   * @param {string} name of a command or a type
   * @returns {Promise<any>} the next message of that name, past others
   */
  async until(name) {
    for (;;) {
      const message = await this.next();
      if ((message.command ?? message.type) === name) return message;
    }
  }

  /**
   * @param {number} count
   * @returns {Promise<any[]>} the next messages
   */
  async take(count) {
    const messages = [];
    while (messages.length < count) messages.push(await this.next());
    return messages;
  }

  /**
   * All that the server has sent up to now: it answers in order, so what comes before the answer to a question that is
   * asked now was sent before.
   *
   * @returns {Promise<any[]>}
   */
  async drain() {
    this.ask('version');
    const messages = [];
    for (;;) {
      const message = await this.next();
      if (message.command === 'version') return messages;
      messages.push(message);
    }
  }

  /**
   * @param {object | string | Buffer} message
   * @returns {Promise<any>} the answer to it
   */
  request(message) {
    this.send(message);
    return this.next();
  }

  /**
   * @param {string} login
   * @param {string} [password]
   * @returns {Promise<string>} the client id
   */
  async login(login, password = '') {
    const { data } = await this.request({ command: 'login', data: { login, password } });
    await this.next();
    return data.client;
  }

  /**
   * Loads a project and so subscribes to it.
   *
   * @param {number | string} project
   * @returns {Promise<any>} the answer
   */
  load(project) {
    return this.request({ command: 'dataset', data: { project } });
  }

  /** Goes away in order. @returns {Promise<number>} when it is done */
  close() {
    this.socket.close();
    return this.closed;
  }
}

module.exports = { TestClient };
