'use strict';

const { once } = require('node:events');
const { within } = require('./within');
const { ChaosWire } = require('./chaos-wire');

/** What an event of Socket.IO is called at /calendar, which has the same content. */
const TYPES = {
  'calendar:load': 'load',
  'calendar:update': 'sync',
  'calendar:conflict': 'conflict',
  'calendar:error': 'error',
};

/**
 * The same as Socket.IO has it: packets of Engine.IO in the messages of a WebSocket, and events in those. Its pings are answered
 * when they are let in.
 */
class ChaosSocketIoWire extends ChaosWire {
  #socket;
  #isIn;

  /**
   * @param {import('ws').WebSocket} socket
   * @param {(message: any) => void} receive what a client of a calendar is told
   */
  constructor(socket, receive) {
    super(socket, receive);
    this.#socket = socket;
    this.#isIn = new Promise((resolve) => {
      socket.on('message', (data) => {
        if (data.toString().startsWith('40')) resolve(undefined);
      });
    });
  }

  /** @param {string} packet @param {(message: any) => void} receive */
  hear(packet, receive) {
    if (packet.startsWith('0')) this.#socket.send('40');
    else if (packet === '2') this.hold(() => this.letGo(() => this.#socket.send('3')));
    else if (packet.startsWith('42')) {
      const [event, data] = JSON.parse(packet.slice(2));
      if (TYPES[event]) this.hold(() => receive({ type: TYPES[event], data }));
    }
  }

  async opened() {
    await within(once(this.#socket, 'open'), 'connection');
    await within(this.#isIn, 'login');
  }

  /** @param {{type: string, data?: object, revision?: number}} message */
  send({ type, data, revision }) {
    const event =
      type === 'load'
        ? ['calendar:subscribe', { calendarId: 1 }]
        : ['calendar:change', data, ...(revision === undefined ? [] : [{ revision }])];
    this.letGo(() => this.#socket.send(`42${JSON.stringify(event)}`));
  }
}

module.exports = { ChaosSocketIoWire };
