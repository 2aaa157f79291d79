'use strict';

const net = require('node:net');

const HANDSHAKE = [
  'Host: localhost',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
];
const END = '\r\n\r\n';
const CLOSE = 8;
const TEXT = 1;

/** A connection that sends any bytes at all, and reads just as much of what comes back as it takes to count it. */
class RawClient {
  #bytes = Buffer.alloc(0);
  #isLeaving = false;
  #isOpen = false;
  #hasStatus = false;
  #tally;
  #ended;

  /**
   * @param {{port: number, localAddress: string}} where
   * @param {import('./tally').Tally} tally
   */
  constructor({ port, localAddress }, tally) {
    this.#tally = tally;
    this.socket = net.connect({ port, host: '127.0.0.1', localAddress });
    this.socket.on('error', () => {});
    this.socket.on('data', (chunk) => this.#read(chunk));
    this.#ended = new Promise((resolve) => {
      this.socket.on('close', () => {
        if (!this.#isLeaving && !this.#hasStatus) tally.ended('end');
        this.socket.emit('answer');
        resolve();
      });
    });
  }

  /** @returns {Promise<void>} */
  get ended() {
    return this.#ended;
  }

  /** @param {string | Buffer} bytes that count as so many messages @param {number} [messages] */
  send(bytes, messages = 1) {
    this.#tally.sent += messages;
    this.socket.write(bytes);
  }

  /**
   * Asks for a WebSocket.
   *
   * @param {string} [path]
   * @param {string[]} [headers]
   * @returns {Promise<void>} when there is an answer, or the connection has ended
   */
  upgrade(path = '/', headers = []) {
    this.send([`GET ${path} HTTP/1.1`, ...HANDSHAKE, ...headers].join('\r\n') + END);
    return this.answer();
  }

  /** @returns {Promise<void>} when the next message has come, or the connection has ended */
  answer() {
    return new Promise((resolve) => {
      if (this.socket.closed) resolve();
      else this.socket.once('answer', resolve);
    });
  }

  leave() {
    this.#isLeaving = true;
    this.socket.destroy();
  }

  #read(chunk) {
    this.#bytes = this.#bytes.length > 0 ? Buffer.concat([this.#bytes, chunk]) : chunk;
    if (!this.#isOpen) this.#readHead();
    while (this.#isOpen && this.#readFrame());
  }

  #readHead() {
    const end = this.#bytes.indexOf(END);
    if (end < 0) return;
    const [, status] = /^HTTP\/1\.1 (\d+)/.exec(this.#bytes.latin1Slice(0, end)) ?? [];
    this.#bytes = this.#bytes.subarray(end + END.length);
    this.#isOpen = status === '101';
    this.#hasStatus = !this.#isOpen;
    if (this.#isOpen) this.#tally.answered++;
    else this.#tally.ended(`HTTP ${status}`);
    this.socket.emit('answer');
  }

  /** @returns {boolean} was there a whole one? */
  #readFrame() {
    const bytes = this.#bytes;
    if (bytes.length < 2) return false;
    const short = bytes[1] & 0x7f;
    const begin = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length < begin) return false;
    const length =
      short < 126
        ? short
        : short === 126
          ? bytes.readUInt16BE(2)
          : Number(bytes.readBigUInt64BE(2));
    if (bytes.length < begin + length) return false;
    this.#bytes = bytes.subarray(begin + length);
    this.#take(bytes[0] & 0x0f, bytes.subarray(begin, begin + length));
    return true;
  }

  #take(opcode, payload) {
    if (opcode === TEXT) {
      this.#tally.heard(payload);
      this.socket.emit('answer');
    } else if (opcode === CLOSE) {
      this.#hasStatus = true;
      this.#tally.ended(payload.length > 1 ? payload.readUInt16BE(0) : 1005);
    }
  }
}

module.exports = { RawClient };
