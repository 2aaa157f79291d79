'use strict';

const net = require('node:net');

/**
 * A bad network: passes bytes on to a port, until it is told not to. Clients connect to `port`.
 */
class FlakyProxy {
  #sockets = new Set();
  #isCut = false;
  #isMute = false;

  /**
   * @param {number} target port on this machine
   * @returns {Promise<FlakyProxy>}
   */
  static async open(target) {
    const proxy = new FlakyProxy();
    proxy.server = net.createServer((client) => proxy.#carry(client, target));
    await new Promise((resolve) => {
      proxy.server.listen(0, '127.0.0.1', () => resolve(undefined));
    });
    return proxy;
  }

  get port() {
    return this.server.address().port;
  }

  /** Ends every connection at once, and lets none in until mend(). */
  cut() {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** What clients send still arrives; what they are answered is lost. */
  mute() {
    this.#isMute = true;
  }

  mend() {
    this.#isCut = false;
    this.#isMute = false;
  }

  close() {
    this.cut();
    return new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  /** @param {net.Socket} client @param {number} target */
  #carry(client, target) {
    if (this.#isCut) {
      client.destroy();
      return;
    }
    const server = net.connect(target, 'localhost');
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ]) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (bytes) => server.write(bytes));
    server.on('data', (bytes) => {
      if (!this.#isMute) client.write(bytes);
    });
  }
}

module.exports = { FlakyProxy };
