'use strict';

const { once } = require('node:events');
const { WebSocket, WebSocketServer } = require('ws');

/**
 * A line between clients and a server that tests can cut at any message: what comes behind the cut is lost, in both directions.
 */
class Wire {
  /** May anybody connect? */
  isOpen = true;
  /** Is everything lost, while both sides think that the line stands? */
  isSilent = false;
  /** @type {(message: any, isAnswer: boolean) => 'before' | 'behind' | undefined} where to cut */
  onMessage = () => undefined;
  #server;
  #pairs = new Set();

  /** @param {{address: string}} server @param {WebSocketServer} listener */
  constructor(server, listener) {
    this.#server = server;
    this.listener = listener;
    listener.on('connection', (near, { url }) => this.#connect(near, url));
  }

  /** @param {import('node:test').TestContext} t @param {{address: string}} server */
  static async to(t, server) {
    const listener = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(listener, 'listening');
    const wire = new Wire(server, listener);
    t.after(() => {
      wire.cut();
      listener.close();
    });
    return wire;
  }

  get address() {
    return `ws://127.0.0.1:${this.listener.address().port}`;
  }

  /** To another server from now on. @param {{address: string}} server */
  lead(server) {
    this.#server = server;
    this.isOpen = true;
  }

  /** Breaks all connections. */
  cut() {
    for (const pair of this.#pairs) for (const socket of pair) socket.terminate();
    this.#pairs.clear();
  }

  /** Cuts once, in place of the next answer of a type. @param {string} type */
  cutAfter(type) {
    this.onMessage = (message, isAnswer) => {
      if (!isAnswer || (message.type ?? message.command) !== type) return undefined;
      this.onMessage = () => undefined;
      return 'before';
    };
  }

  #connect(near, url) {
    near.on('error', () => {});
    if (!this.isOpen) {
      near.terminate();
      return;
    }
    const far = new WebSocket(this.#server.address.replace(/\/$/, '') + url);
    far.on('error', () => near.terminate());
    const pair = [near, far];
    this.#pairs.add(pair);
    const early = [];
    near.on('message', (data) => {
      if (far.readyState === WebSocket.CONNECTING) early.push(data);
      else this.#pass(data, far, pair, false);
    });
    far.on('open', () => {
      for (const data of early) this.#pass(data, far, pair, false);
    });
    far.on('message', (data) => this.#pass(data, near, pair, true));
    for (const [one, other] of [pair, [far, near]]) {
      one.on('close', (code, reason) => {
        this.#pairs.delete(pair);
        if (code === 1005 || code === 1006) other.terminate();
        else other.close(code, reason);
      });
    }
  }

  #pass(data, to, pair, isAnswer) {
    if (this.isSilent || !this.#pairs.has(pair)) return;
    const where = this.onMessage(read(String(data)), isAnswer);
    if (where !== 'before' && to.readyState === WebSocket.OPEN) to.send(String(data));
    if (!where) return;
    this.#pairs.delete(pair);
    for (const socket of pair) socket.terminate();
  }
}

/** @param {string} text a message, or a packet of Socket.IO: an event, or the answer to one @returns {{type?: string}} */
function read(text) {
  if (text.startsWith('{')) return JSON.parse(text);
  const [, kind, rest] = /^4([23])\d*(\[.*)$/s.exec(text) ?? [];
  if (rest === undefined) return {};
  return kind === '3' ? { type: 'answer' } : { type: JSON.parse(rest)[0] };
}

module.exports = { Wire };
