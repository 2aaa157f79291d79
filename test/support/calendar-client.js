'use strict';

const { io } = require('socket.io-client');
const { MessageQueue } = require('./message-queue');
const { within } = require('./within');

/**
 * A client of Socket.IO: hands out what arrives one by one, as `[event, data]`.
 */
class CalendarClient {
  #arrived = new MessageQueue();

  /**
   * @param {{address: string}} server
   * @param {object} [auth]
   * @param {object} [options] of socket.io-client
   */
  constructor(server, auth = {}, options = {}) {
    const usual = {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      autoUnref: true,
    };
    this.socket = io(server.address.replace(/^ws/, 'http'), { ...usual, auth, ...options });
    this.socket.onAny((name, data) => this.#arrived.push([name, data]));
    this.failed = new Promise((resolve) => {
      this.socket.on('connect_error', resolve);
    });
    this.gone = new Promise((resolve) => {
      this.socket.on('disconnect', resolve);
    });
  }

  /** @returns {Promise<this>} when it is logged in */
  async open() {
    const connected = new Promise((resolve) => {
      this.socket.on('connect', resolve);
    });
    const refused = this.failed.then((error) => Promise.reject(error));
    await within(Promise.race([connected, refused]), 'login');
    return this;
  }

  /**
   * @param {string} event
   * @param {...unknown} args
   */
  send(event, ...args) {
    this.socket.emit(event, ...args);
  }

  /**
   * @param {string} event
   * @param {...unknown} args
   * @returns {Promise<any>} the acknowledgement
   */
  ask(event, ...args) {
    const answered = new Promise((resolve) => {
      this.socket.emit(event, ...args, resolve);
    });
    return within(answered, `answer to ${event}`);
  }

  /**
   * The same, but the acknowledgement comes among the events, as `ack`.
   *
   * @param {string} event
   * @param {...unknown} args
   */
  askAmong(event, ...args) {
    this.socket.emit(event, ...args, (/** @type {unknown} */ data) =>
      this.#arrived.push(['ack', data]),
    );
  }

  /** @returns {Promise<[string, any]>} the next event */
  next() {
    return this.#arrived.next();
  }

  /**
   * @param {string} event
   * @returns {Promise<any>} the data of the next event of that name, past others
   */
  async until(event) {
    for (;;) {
      const [name, data] = await this.next();
      if (name === event) return data;
    }
  }

  /** @returns {Promise<[string, any][]>} all that was sent up to now: the server answers in order */
  async drain() {
    this.send('is that all');
    const events = [];
    for (;;) {
      const [name, data] = await this.next();
      if (name === 'calendar:error' && data.message.includes('is that all')) return events;
      events.push([name, data]);
    }
  }
}

/**
 * A client that is logged in, and, if a project is given, has loaded it; it ends with the test.
 *
 * @param {import('node:test').TestContext} t
 * @param {{address: string}} server
 * @param {object} [auth]
 * @param {number | string} [calendarId]
 * @param {object} [options]
 * @returns {Promise<CalendarClient & {id: string, data: any}>} data: the project as it was loaded
 */
async function enterCalendar(t, server, auth, calendarId, options) {
  const client = new CalendarClient(server, auth, options);
  t.after(() => client.socket.disconnect());
  await client.open();
  if (calendarId === undefined) return Object.assign(client, { id: '', data: undefined });
  const { clientId } = await client.ask('calendar:subscribe', { calendarId });
  return Object.assign(client, { id: clientId, data: await client.until('calendar:load') });
}

module.exports = { CalendarClient, enterCalendar };
