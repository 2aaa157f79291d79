'use strict';

const { once } = require('node:events');
const { HeldLine } = require('./held-line');
const { within } = require('./within');

const OPEN = 1;

/**
 * One connection of a client: both ways, messages wait until they are let through, in order, as in a slow network. A ping
 * waits among them, so that the server does not take for seen what the client has not seen.
 */
class ChaosWire extends HeldLine {
  #socket;

  /**
   * @param {import('ws').WebSocket} socket that leaves pings to be answered here
   * @param {(message: any) => void} receive
   */
  constructor(socket, receive) {
    super();
    this.#socket = socket;
    socket.on('message', (data) => this.hear(data.toString(), receive));
    const answer = (data) => this.letGo(() => socket.pong(data));
    socket.on('ping', (data) => this.hold(() => answer(data)));
    socket.on('error', () => {});
  }

  /** @param {string} text that has come @param {(message: any) => void} receive */
  hear(text, receive) {
    const message = JSON.parse(text);
    // At times of its own, and nothing that has an order.
    if (message.type !== 'presence') this.hold(() => receive(message));
  }

  get isOpen() {
    return this.#socket.readyState === OPEN;
  }

  /** @returns {Promise<void>} when messages can be sent */
  async opened() {
    await within(once(this.#socket, 'open'), 'connection');
  }

  /** @param {object} message */
  send(message) {
    const text = JSON.stringify(message);
    this.letGo(() => this.#socket.send(text));
  }

  /** @returns {Promise<void>} when what the server sent before this call is here */
  async flush() {
    const answered = once(this.#socket, 'pong');
    this.#socket.ping();
    await within(answered, 'pong');
  }

  /** Ends it at once; what was under way is lost. */
  cut() {
    this.lose();
    this.#socket.removeAllListeners('message').removeAllListeners('ping');
    this.#socket.terminate();
  }
}

module.exports = { ChaosWire };
