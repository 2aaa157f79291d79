'use strict';

const { io } = require('socket.io-client');
const { WebSocket } = require('ws');
const { ModelCalendarClient } = require('./model-calendar-client');
const { within } = require('./within');

/** What an event of Socket.IO is called at /calendar, which has the same content. */
const TYPES = {
  'calendar:load': 'load',
  'calendar:update': 'sync',
  'calendar:conflict': 'conflict',
};

/**
 * What a client of a calendar does, over Socket.IO.
 */
class ModelSocketIoClient extends ModelCalendarClient {
  dialect = 'socketio';
  path = '/socket.io/?EIO=4&transport=websocket';
}

/**
 * A connection of a model client to a server, over a real line.
 */
class ModelWire {
  #client;
  #socket;
  #isSocketIo;
  #address;
  #isCut = false;
  /** @type {Set<Promise<void>>} of a client over HTTP, that are not answered */
  #requests = new Set();
  /** @type {(() => void) | undefined} */
  #onAnswer;

  /**
   * @param {{address: string}} server
   * @param {any} client a model
   */
  constructor(server, client) {
    this.#client = client;
    this.#address = server.address;
    this.#isSocketIo = client.dialect === 'socketio';
    // A client over HTTP has none.
    this.#socket = client.dialect === 'crud' ? undefined : this.#openSocket(client.path);
  }

  #openSocket(path) {
    return this.#isSocketIo
      ? this.#openIo(this.#address)
      : this.#openWebSocket(this.#address + path);
  }

  #openIo(address) {
    const options = {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      autoUnref: true,
    };
    const socket = io(address.replace(/^ws/, 'http'), options);
    socket.onAny((event, data) => {
      if (event === 'calendar:error' && data.message.includes('quiet')) this.#onAnswer?.();
      else if (event === 'calendar:error') this.#client.receive({ type: 'error', data });
      else if (TYPES[event]) this.#client.receive({ type: TYPES[event], data });
    });
    return socket;
  }

  #openWebSocket(url) {
    const socket = new WebSocket(url);
    socket.on('error', () => {});
    socket.on('pong', () => this.#onAnswer?.());
    socket.on('message', (text) => {
      const message = JSON.parse(text.toString());
      if (message.type !== 'presence') this.#client.receive(message);
    });
    return socket;
  }

  /** @param {{path: string, pack: object}} message a request */
  #request({ path, pack }) {
    const url = `${this.#address.replace(/^ws/, 'http')}${this.#client.path}${path}`;
    const headers = { 'Content-Type': 'application/json' };
    const asked = fetch(url, { method: 'POST', headers, body: JSON.stringify(pack) });
    const answered = asked
      .then((response) => response.json())
      .then((message) => (this.#isCut ? undefined : this.#client.receive(message)))
      .finally(() => this.#requests.delete(answered));
    this.#requests.add(answered);
  }

  /** @returns {Promise<void>} when it is open, and the client has begun to speak */
  async open() {
    if (!this.#socket) {
      this.#client.connect((/** @type {any} */ message) => this.#request(message));
      return;
    }
    const opened = new Promise((resolve) => {
      this.#socket.once(this.#isSocketIo ? 'connect' : 'open', () => {
        // The server may have begun already.
        this.#client.connect((/** @type {any} */ message) => this.#send(message));
        resolve(undefined);
      });
    });
    await within(opened, 'connection');
  }

  #send(message) {
    if (!this.#isSocketIo) this.#socket.send(JSON.stringify(message));
    else if (message.type === 'load') this.#socket.emit('calendar:subscribe', { calendarId: 1 });
    else this.#socket.emit('calendar:change', message.data);
  }

  /** @returns {Promise<void>} when what was sent is done, and what the server has sent by then is here */
  async flush() {
    if (!this.#socket) {
      await Promise.all(this.#requests);
      return;
    }
    const answered = new Promise((resolve) => {
      this.#onAnswer = () => resolve(undefined);
    });
    if (this.#isSocketIo) this.#socket.emit('quiet?');
    else this.#socket.ping();
    await within(answered, 'answer');
  }

  /** Ends it at once; what was under way is lost. */
  cut() {
    this.#isCut = true;
    if (!this.#socket) return;
    if (this.#isSocketIo) this.#socket.offAny().disconnect();
    else this.#socket.removeAllListeners('message').terminate();
  }
}

module.exports = { ModelSocketIoClient, ModelWire };
