'use strict';

const assert = require('node:assert');
const { ChaosWire } = require('./chaos-wire');
const { MemoryHost } = require('./memory-host');
const { ModelCommandsClient } = require('./model-commands-client');
const { Witness } = require('./witness');

const START = {
  project: { startDate: '2026-03-02' },
  tasksData: [
    { id: 'events-1', name: 'Dig' },
    { id: 'events-2', name: 'Sow' },
    { id: 'events-3', name: 'Reap', children: [{ id: 'events-4', name: 'Mow' }] },
  ],
};
const SILENT = { debug() {}, info() {}, warn() {}, error: (message) => assert.fail(message) };

/** Two models of the real client, Ada and Bob, who get and send only when the test lets them, and who watches. */
class ConflictStage {
  clients = ['Ada', 'Bob'].map((name) => new ModelCommandsClient(name, { asksSince: false }));
  #witness = new Witness();
  /** @type {Map<object, ChaosWire>} */
  #wires = new Map();

  /**
   * @param {import('node:test').TestContext} t
   * @param {object} options of WebSocketServer
   * @returns {Promise<ConflictStage>} everybody has the project
   */
  static async open(t, options) {
    const host = new MemoryHost({
      projects: [{ id: 1, name: 'One', source: START }],
      users: {},
      groups: { anonymous: { projects: [1] } },
      pingInterval: 0,
      logger: SILENT,
      ...options,
    });
    const stage = new ConflictStage();
    t.after(() => {
      for (const wire of stage.#wires.values()) wire.cut();
      return host.close();
    });
    await host.open();
    for (const client of [stage.#witness, ...stage.clients]) {
      const wire = new ChaosWire(host.connect('/'), (message) => client.receive(message));
      stage.#wires.set(client, wire);
      await wire.opened();
      client.connect((message) => wire.send(message));
    }
    await stage.settle();
    return stage;
  }

  /** What a client has sent reaches the server; nobody hears of it yet. */
  async settleOne(client) {
    const wire = this.#wires.get(client);
    wire.letOut(Infinity);
    await wire.flush();
  }

  /** Lets everything through, until nothing comes and nothing goes. */
  async settle() {
    const wires = [...this.#wires.values()];
    for (let moved = 1; moved > 0;) {
      moved = 0;
      for (const wire of wires) moved += wire.letOut(Infinity);
      for (const wire of wires) await wire.flush();
      for (const wire of wires) moved += wire.letIn(Infinity);
    }
  }

  /** @returns {Promise<any>} the dataset that the server serves, which is what the log says */
  async serve() {
    this.#witness.ask();
    await this.settle();
    return this.#witness.served;
  }
}

module.exports = { ConflictStage };
