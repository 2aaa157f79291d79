'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { ChaosEdits } = require('../support/chaos-edits');
const { firstDifference } = require('../support/compare-datasets');
const { ModelCalendarClient } = require('../support/model-calendar-client');
const { ModelCommandsClient } = require('../support/model-commands-client');
const { ModelCrudClient } = require('../support/model-crud-client');
const { ModelFlatClient } = require('../support/model-flat-client');
const { ModelSyncClient } = require('../support/model-sync-client');
const { Random } = require('../support/random');
const { ModelSocketIoClient, ModelWire } = require('../support/socketio-wire');
const { startServer } = require('../support/test-server');

const MODELS = {
  commands: ModelCommandsClient,
  flat: ModelFlatClient,
  sync: ModelSyncClient,
  calendar: ModelCalendarClient,
  socketio: ModelSocketIoClient,
  crud: ModelCrudClient,
};
const RUNS = Number(process.env.GANTT_TEST_RUNS ?? 3);
const STEPS = 60;
const ROUNDS = 3;
const SOURCE = {
  resourcesData: [{ id: 'resources-1', name: 'Ada' }],
  tasksData: [
    { id: 'events-1', name: 'Dig', children: [{ id: 'events-2', name: 'Deep' }] },
    { id: 'events-3', name: 'Sow' },
  ],
};

/** Two clients on one project over real lines: edits at the same time, deletes, lost lines. */
class PairRun {
  #server;
  #random;
  #places = [];

  constructor(server, seed) {
    this.#server = server;
    this.#random = new Random(seed);
  }

  async add(dialect, name) {
    const random = this.#random;
    const plan = { asksSince: true, asksDelta: true, isNested: random.chance(0.5) };
    const client = new MODELS[dialect](name, plan);
    const isThorough = ['flat', 'calendar', 'socketio'].includes(dialect);
    const edits = new ChaosEdits(random, name, { ordersSiblings: false, isThorough });
    const place = { client, edits, wire: undefined };
    this.#places.push(place);
    await this.#connect(place);
    return client;
  }

  async #connect(place) {
    place.wire = new ModelWire(this.#server, place.client);
    await place.wire.open();
  }

  async run() {
    await this.settle();
    for (let step = 0; step < STEPS; step++) {
      const place = this.#random.pick(this.#places);
      const act = this.#random.weighted([
        [40, () => place.client.model && place.client.edit(place.edits.next(place.client))],
        [20, () => place.wire.flush()],
        [2, () => this.#reconnect(place)],
        [1, () => this.settle()],
      ]);
      await act();
    }
    for (const place of this.#places)
      if (place.client.dialect === 'flat') await this.#reconnect(place);
    await this.settle();
  }

  /** What had arrived before is done first: who comes back does not say who it was. */
  async #reconnect(place) {
    await this.settle();
    place.client.edit(place.edits.calm());
    place.wire.cut();
    place.client.lose();
    await this.#others(place);
    await this.#connect(place);
  }

  async #others(place) {
    for (const other of this.#places) if (other !== place) await other.wire.flush();
  }

  /** A few rounds: what one is told may make it ask for more. */
  async settle() {
    for (let round = 0; round < ROUNDS; round++) {
      await Promise.all(this.#places.map(({ wire }) => wire.flush()));
      // Who is told nothing asks.
      for (const { client, wire } of this.#places)
        if (client.dialect === 'crud') {
          client.repeat();
          await wire.flush();
        }
    }
  }

  end() {
    for (const { wire } of this.#places) wire.cut();
  }
}

/** A row cannot take a field away: null and absent are one. A parentId is in the tree as well. */
function meaningOfRows(value) {
  return JSON.parse(JSON.stringify(value), (key, inner) =>
    inner === null || key === 'parentId' ? undefined : inner,
  );
}

for (const other of Object.keys(MODELS)) {
  test(`a client of socketio and one of ${other} end with what a fresh load brings`, async (t) => {
    for (let seed = 1; seed <= RUNS; seed++) {
      const server = await startServer(t, {
        projects: [{ id: 1, name: 'One', source: SOURCE }],
        users: {},
        groups: { anonymous: { projects: '*' } },
        socketio: true,
      });
      const run = new PairRun(server, seed);
      const clients = [await run.add('socketio', 'one'), await run.add(other, 'two')];
      await run.run();
      const fresh = await run.add('socketio', 'fresh');
      await run.settle();
      for (const { name, dialect, model, pending } of clients) {
        const isRows = dialect === 'crud';
        const [has, served] = [model, fresh.model].map((each) =>
          isRows ? meaningOfRows(each.render()) : each.render(),
        );
        const difference = firstDifference(has, served, { siblingOrder: false, rowOrder: !isRows });
        assert.equal(difference, undefined, `${name}, seed ${seed}: ${JSON.stringify(difference)}`);
        assert.deepEqual(pending, [], `${name}, seed ${seed}`);
      }
      run.end();
      await server.destroy();
      assert.deepEqual(
        server.logged.filter((line) => line.startsWith('error')),
        [],
      );
    }
  });
}
