'use strict';

const { ask } = require('./http-server');
const { Watcher } = require('./kill-watchers');

const PER_PACK = 4;

/**
 * Keeps no connection: it sends what was added, a few in each request, and is told what the others did. What was not answered it
 * asks again, word for word.
 */
class CrudWatcher extends Watcher {
  #server;
  #requests = 0;
  /** @type {string[]} */
  #waiting = [];
  /** @type {any} the pack that was not answered */
  #asked;

  async come(address) {
    this.#server = { port: Number(new URL(address).port) };
    this.#waiting = [];
    if (this.#requests === 0) {
      const { body } = await ask(this.#server, `/crud/1/load?requestId=${this.name}`);
      this.last = body.revision;
    } else if (this.#asked) {
      await this.#send();
    }
    await this.#sync();
  }

  /** @param {string} name */
  add(name) {
    this.#waiting.push(name);
  }

  /** Asks until nobody answers. */
  async listen() {
    try {
      for (;;) await this.#sync();
    } catch (error) {
      // What fetch() says of a connection that breaks.
      if (!/^(fetch failed|terminated)$/.test(error.message)) throw error;
    }
  }

  async #sync() {
    const added = this.#waiting
      .splice(0, PER_PACK)
      .map((name) => ({ $PhantomId: `_generated${name}`, name }));
    const tasks = added.length > 0 ? { tasks: { added } } : {};
    const requestId = `${this.name}-${++this.#requests}`;
    this.#asked = { type: 'sync', requestId, revision: this.last, ...tasks };
    await this.#send();
  }

  async #send() {
    const { status, body } = await ask(this.#server, '/crud/1/sync', { json: this.#asked });
    if (status !== 200 || body.requestId !== this.#asked.requestId)
      throw new Error(`${status}: ${JSON.stringify(body)}`);
    this.#asked = undefined;
    if (body.revision < this.last) throw new Error(`${body.revision} came behind ${this.last}`);
    this.last = body.revision;
    for (const { id, name, $PhantomId } of body.tasks?.rows ?? [])
      this.hearOf($PhantomId?.replace('_generated', '') ?? name, id);
  }
}

module.exports = { CrudWatcher };
