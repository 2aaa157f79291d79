'use strict';

const { randomUUID } = require('node:crypto');
const { ask } = require('./http-server');

/**
 * A CrudManager as the library's own is seen on the wire: it says with each sync the revision that it was told last.
 */
class CrudClient {
  #server;
  #project;
  #options;
  #requests = 0;
  // As the library's are, which are made of the time.
  #name = randomUUID();
  revision;

  /**
   * @param {{port: number}} server
   * @param {{project?: number | string, headers?: Record<string, string>}} [options]
   */
  constructor(server, { project = 1, headers = {} } = {}) {
    this.#server = server;
    this.#project = project;
    this.#options = { headers };
  }

  /** @returns {Promise<any>} the answer */
  async load() {
    const { body } = await ask(this.#server, `/crud/${this.#project}/load`, this.#options);
    this.revision = body.revision;
    return body;
  }

  /** @param {object} [changes] none: a poll @returns {Promise<any>} the answer */
  async sync(changes = {}) {
    const requestId = `${this.#name}-${++this.#requests}`;
    const pack = { type: 'sync', requestId, revision: this.revision, ...changes };
    const { status, body } = await this.send(pack);
    if (status !== 200 || body.requestId !== requestId) throw new Error(JSON.stringify(body));
    this.revision = body.revision;
    return body;
  }

  /** @param {object} pack @returns {Promise<{status: number, body: any}>} */
  send(pack) {
    return ask(this.#server, `/crud/${this.#project}/sync`, { json: pack, ...this.#options });
  }
}

/** @returns {Promise<CrudClient>} one that has loaded */
async function loaded(server, options) {
  const client = new CrudClient(server, options);
  await client.load();
  return client;
}

module.exports = { CrudClient, loaded };
