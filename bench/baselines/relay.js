'use strict';

const { WebSocketServer } = require('ws');

/**
 * What ws itself costs: a server that keeps nothing but who follows which project, parses nothing, and answers with as
 * many bytes as the real server would. The first letter of the command decides; the rest is not looked at.
 */
const COMMAND_AT = '{"command":"'.length;
const PROJECT_CHANGE = 'p'.charCodeAt(0);
const DATASET = 'd'.charCodeAt(0);
const VERSION = 'v'.charCodeAt(0);
const VERSION_ANSWER = Buffer.from('{"command":"version"}');
const TEXT = { binary: false };

class Relay {
  /** @type {Map<string, Set<import('ws').WebSocket>>} */
  #subscribers = new Map();
  #change = Buffer.alloc(2);
  #dataset = Buffer.alloc(2);

  /** @param {{perMessageDeflate?: boolean}} options */
  constructor({ perMessageDeflate = false } = {}) {
    this.options = { host: '127.0.0.1', port: 0, clientTracking: false, perMessageDeflate };
  }

  /** @returns {Promise<number>} the port */
  start() {
    return new Promise((resolve) => {
      this.server = new WebSocketServer(this.options, () => resolve(this.server.address().port));
      this.server.on('connection', (socket) => this.#accept(socket));
    });
  }

  /** @param {{change?: number, dataset?: number}} sizes of what it sends, in bytes */
  setSizes({ change = 2, dataset = 2 }) {
    this.#change = Buffer.alloc(Math.max(2, change), 'x');
    this.#dataset = Buffer.alloc(Math.max(2, dataset), 'x');
  }

  #accept(socket) {
    let followed;
    socket.on('error', () => {});
    socket.on('close', () => followed?.delete(socket));
    socket.on('message', (bytes) => {
      const kind = bytes[COMMAND_AT];
      if (kind === PROJECT_CHANGE) {
        for (const subscriber of followed) subscriber.send(this.#change, TEXT);
      } else if (kind === DATASET) {
        const name = bytes.toString('latin1', COMMAND_AT);
        if (!followed?.names.has(name)) {
          followed?.delete(socket);
          followed = this.#follow(name, socket);
        }
        socket.send(this.#dataset, TEXT);
      } else if (kind === VERSION) {
        socket.send(VERSION_ANSWER, TEXT);
      }
    });
  }

  #follow(name, socket) {
    let set = this.#subscribers.get(name);
    if (!set) {
      set = Object.assign(new Set(), { names: new Set([name]) });
      this.#subscribers.set(name, set);
    }
    return set.add(socket);
  }
}

module.exports = { Relay };
