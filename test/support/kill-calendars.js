'use strict';

const { io } = require('socket.io-client');
const { Watcher } = require('./kill-watchers');
const { within } = require('./within');

/** Those who know no names of new records, but ids that they make. */
class OwnIdWatcher extends Watcher {
  /** @param {string} name */
  changesOf(name) {
    return { tasks: { added: [{ id: `_generated${name}`, name }] } };
  }

  /** @param {Record<string, any>} changes @param {number} number */
  take(changes, number) {
    if (number !== this.last + 1) throw new Error(`${number} came behind ${this.last}`);
    this.last = number;
    this.note(changes);
  }
}

class CalendarWatcher extends OwnIdWatcher {
  async come(address) {
    await this.connect(`${address}/calendar?project=1`);
    await this.client.until('welcome');
    this.client.send(this.last > 0 ? { type: 'load', revision: this.last } : { type: 'load' });
    this.client.send({ type: 'is that all' });
    for (;;) {
      const message = await this.client.next();
      if (message.type === 'error') return;
      if (message.type === 'load' && this.last > 0) throw new Error('No delta');
      this.hear(message);
    }
  }

  hear({ type, data, revision }) {
    if (type === 'sync') this.take(data, revision);
  }

  add(name) {
    this.client.send({ type: 'sync', data: this.changesOf(name), timestamp: Date.now() });
  }
}

class SocketIoWatcher extends OwnIdWatcher {
  #socket;
  #clientId;
  /** @type {Promise<void>} */
  #gone;

  async come(address) {
    const usual = { transports: ['websocket'], reconnection: false, forceNew: true };
    this.#socket = io(address.replace(/^ws/, 'http'), { ...usual, autoUnref: true });
    this.#gone = new Promise((resolve, reject) => {
      this.#socket.on('disconnect', () => resolve());
      const hear = (event, data, more) => {
        try {
          this.hear(event, data, more);
        } catch (error) {
          reject(error);
        }
      };
      this.#socket.onAny(hear);
    });
    const back = this.last > 0 ? { revision: this.last, clientId: this.#clientId } : {};
    const subscribed = new Promise((resolve) => {
      this.#socket.emit('calendar:subscribe', { calendarId: 1, ...back }, resolve);
    });
    const answer = await within(Promise.race([subscribed, this.#gone]), 'answer');
    if (!answer?.success) throw new Error(`Not subscribed: ${JSON.stringify(answer)}`);
    this.#clientId = answer.clientId;
  }

  hear(event, data, more) {
    if (event === 'calendar:load' && this.last > 0) throw new Error('No delta');
    if (event === 'calendar:error') throw new Error(JSON.stringify(data));
    if (event === 'calendar:update') this.take(data, more.revision);
  }

  add(name) {
    this.#socket.emit('calendar:change', this.changesOf(name));
  }

  listen() {
    return within(this.#gone, 'end of the connection');
  }
}

module.exports = { CalendarWatcher, SocketIoWatcher };
