'use strict';

const net = require('node:net');

const MASK = [0x37, 0xfa, 0x21, 0x3d];
const LONGEST_BEGINNING = 60;
const PING = 0x89;
const PONG = 0x8a;
const TEXT = 0x81;
const PING_OPCODE = 9;
const PONG_OPCODE = 10;
const CONTINUATION_OPCODE = 0;
const TEXT_OPCODE = 1;
// One for all sockets: it is read at once.
const RECEIVED = Buffer.allocUnsafeSlow(1024 * 1024);

/**
 * A WebSocket client that costs next to nothing: it counts messages and their bytes, and looks at how they begin only
 * when asked to.
 */
class RawClient {
  /** @type {(size: number, beginning: string) => void} called for every whole message */
  onMessage = () => {};
  messages = 0;
  bytes = 0;
  lastSize = 0;
  #socket;
  #onPong = () => {};
  #head = Buffer.alloc(10);
  #headLength = 0;
  #payloadLeft = 0;
  #size = 0;
  #opcode = 0;
  #isFinal = true;
  #beginning = '';
  /** Of a message whose last frame has not come. */
  #message = { size: 0, beginning: '' };
  #isReadingText = true;

  /**
   * @param {number} port
   * @param {{deflate?: boolean, path?: string}} [options]
   * @returns {Promise<RawClient>} when the connection is a WebSocket
   */
  static open(port, options = {}) {
    const client = new RawClient();
    return new Promise((resolve, reject) => {
      client.#open(port, options, resolve, reject);
    });
  }

  /** @param {Buffer} frames made by frame() */
  write(frames) {
    this.#socket.write(frames);
  }

  /**
   * @param {string} text
   * @returns {Promise<{size: number, beginning: string}>} the next message that begins so
   */
  messageThatBegins(text) {
    this.#isReadingText = true;
    return new Promise((resolve) => {
      this.onMessage = (size, beginning) => {
        if (!beginning.startsWith(text)) return;
        this.onMessage = () => {};
        this.#isReadingText = false;
        resolve({ size, beginning });
      };
    });
  }

  /** @returns {Promise<void>} when a ping has come back, behind all that a compressing server sent before */
  ping() {
    this.write(frame(Buffer.alloc(0), PING));
    return new Promise((resolve) => {
      this.#onPong = resolve;
    });
  }

  /** @returns {number} the number that the system knows its socket by; whoever reads from it tells note() */
  get descriptor() {
    return this.#socket._handle.fd;
  }

  /** @param {{messages: number, bytes: number, lastSize: number}} received past this object */
  note({ messages, bytes, lastSize }) {
    this.messages += messages;
    this.bytes += bytes;
    if (messages > 0) this.lastSize = lastSize;
  }

  close() {
    this.#socket.destroy();
  }

  #open(port, { deflate, path = '/' }, resolve, reject) {
    let greeting = '';
    let read = (bytes) => {
      greeting += bytes.toString('latin1');
      const end = greeting.indexOf('\r\n\r\n');
      if (end < 0) return;
      if (!greeting.startsWith('HTTP/1.1 101')) reject(new Error(greeting.split('\r\n')[0]));
      read = (more) => this.#read(more);
      resolve(this);
      if (greeting.length > end + 4) read(Buffer.from(greeting.slice(end + 4), 'latin1'));
    };
    const callback = (length, buffer) => {
      read(buffer.subarray(0, length));
      return true;
    };
    this.#socket = net.connect({ port, host: '127.0.0.1', onread: { buffer: RECEIVED, callback } });
    this.#socket.setNoDelay(true);
    this.#socket.on('error', (error) => this.#fail(error, reject));
    this.#socket.on('close', () => this.#fail(new Error('The server hung up'), reject));
    const extension =
      'Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover\r\n';
    this.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n' +
        `${deflate ? extension : ''}\r\n`,
    );
  }

  #fail(error, reject) {
    this.error ??= error;
    reject(error);
  }

  #read(bytes) {
    let at = 0;
    while (at < bytes.length) {
      if (this.#payloadLeft === 0 && this.#size === 0) {
        at = this.#readHead(bytes, at);
        if (this.#size === 0) continue;
      }
      const length = Math.min(this.#payloadLeft, bytes.length - at);
      if (this.#isReadingText || this.#opcode === PING_OPCODE) {
        if (this.#beginning.length < LONGEST_BEGINNING) {
          const end = Math.min(at + LONGEST_BEGINNING, at + length);
          this.#beginning += bytes.toString('latin1', at, end);
        }
      }
      this.#payloadLeft -= length;
      at += length;
      if (this.#payloadLeft === 0) this.#finish();
    }
  }

  /** Reads the head of a frame as far as it is there; the size stays 0 until all of it is. */
  #readHead(bytes, at) {
    let next = at;
    const head = this.#head;
    while (next < bytes.length) {
      head[this.#headLength++] = bytes[next++];
      const length = this.#headLength < 2 ? 10 : 2 + extraLength(head[1]);
      if (this.#headLength < length) continue;
      this.#headLength = 0;
      this.#opcode = head[0] & 15;
      this.#isFinal = (head[0] & 0x80) !== 0;
      this.#size = payloadLength(head);
      this.#payloadLeft = this.#size;
      if (this.#size === 0) this.#finish();
      break;
    }
    return next;
  }

  #finish() {
    const size = this.#size;
    const beginning = this.#beginning;
    this.#size = 0;
    this.#beginning = '';
    if (this.#opcode === TEXT_OPCODE || this.#opcode === CONTINUATION_OPCODE) {
      this.#finishText(size, beginning);
    } else if (this.#opcode === PING_OPCODE) {
      this.#socket.write(frame(Buffer.from(beginning, 'latin1'), PONG));
    } else if (this.#opcode === PONG_OPCODE) {
      this.#onPong();
    }
  }
  #finishText(frameSize, frameBeginning) {
    const size = this.#message.size + frameSize;
    const beginning = this.#message.beginning || frameBeginning;
    this.#message = this.#isFinal ? { size: 0, beginning: '' } : { size, beginning };
    if (!this.#isFinal) return;
    this.messages += 1;
    this.bytes += size;
    this.lastSize = size;
    this.onMessage(size, beginning);
  }
}

function extraLength(second) {
  if (second < 126) return 0;
  return second === 126 ? 2 : 8;
}

function payloadLength(head) {
  if (head[1] < 126) return head[1];
  return head[1] === 126 ? head.readUInt16BE(2) : Number(head.readBigUInt64BE(2));
}

/**
 * @param {Buffer} payload
 * @param {number} [first] byte of the frame
 * @returns {Buffer} the masked frame that a client sends
 */
function frame(payload, first = TEXT) {
  const { length } = payload;
  let at = 6;
  if (length >= 126) at = length < 0x10000 ? 8 : 14;
  const bytes = Buffer.allocUnsafe(at + length);
  bytes[0] = first;
  if (at === 6) {
    bytes[1] = 0x80 | length;
  } else if (at === 8) {
    bytes[1] = 0x80 | 126;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = 0x80 | 127;
    bytes.writeBigUInt64BE(BigInt(length), 2);
  }
  for (let index = 0; index < 4; index++) bytes[at - 4 + index] = MASK[index];
  for (let index = 0; index < length; index++) bytes[at + index] = payload[index] ^ MASK[index & 3];
  return bytes;
}

module.exports = { RawClient, frame };
