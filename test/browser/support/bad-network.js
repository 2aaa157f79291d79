'use strict';

const net = require('node:net');

const LONGEST_DELAY_MS = 60;

/**
 * A line between a page and a server that does by lot what lines do: at each piece of bytes that passes it may be cut before or behind it,
 * fall silent while both ends think that it stands, or become slow. Pieces are about messages; what is delayed stays in order.
 */
class BadNetwork {
  isCalm = true;
  /** What has happened, by its name. @type {Record<string, number>} */
  happened = {};
  #random;
  #target;
  /** @type {Set<net.Socket>} */
  #sockets = new Set();

  /**
   * @param {number} target port on this machine
   * @param {Record<string, number>} shares of `before`, `behind`, `silent` and `slow` among the pieces
   * @returns {Promise<BadNetwork>}
   */
  static async open(target, shares) {
    const line = new BadNetwork();
    line.#target = target;
    line.shares = shares;
    line.server = net.createServer((client) => line.#carry(client));
    await new Promise((resolve) => {
      line.server.listen(0, '127.0.0.1', () => resolve(undefined));
    });
    return line;
  }

  get port() {
    return this.server.address().port;
  }

  /** @param {import('../../support/random').Random} random that says from now on what happens */
  begin(random) {
    this.#random = random;
    this.happened = {};
    this.isCalm = false;
  }

  /** Breaks what there is. */
  cut() {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nothing happens any more; what fell silent is broken, as it is in the end. */
  calm() {
    this.isCalm = true;
    this.cut();
  }

  close() {
    this.cut();
    return new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  /** @param {net.Socket} client */
  #carry(client) {
    const server = net.connect(this.#target, 'localhost');
    const pair = { isSilent: false, isSlow: false, ends: [client, server] };
    for (const [from, to] of [
      [client, server],
      [server, client],
    ]) {
      this.#sockets.add(from);
      from.setNoDelay(true);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      let last = Promise.resolve();
      from.on('data', (bytes) => {
        const fate = this.#draw();
        if (fate === 'silent') pair.isSilent = true;
        if (fate === 'slow') pair.isSlow = true;
        const pass = () => {
          if (pair.isSilent || to.destroyed) return;
          if (fate !== 'before') to.write(bytes);
          if (fate === 'before' || fate === 'behind') {
            to.end();
            from.destroy();
          }
        };
        if (!pair.isSlow) pass();
        else last = last.then(() => this.#pause()).then(pass);
      });
    }
  }

  /** @returns {string | undefined} what happens at a piece */
  #draw() {
    if (this.isCalm) return undefined;
    let drawn = this.#random.next();
    for (const [name, share] of Object.entries(this.shares)) {
      drawn -= share;
      if (drawn >= 0) continue;
      this.happened[name] = (this.happened[name] ?? 0) + 1;
      return name;
    }
    return undefined;
  }

  #pause() {
    const time = this.#random.int(LONGEST_DELAY_MS);
    return new Promise((resolve) => {
      setTimeout(resolve, time);
    });
  }
}

module.exports = { BadNetwork };
