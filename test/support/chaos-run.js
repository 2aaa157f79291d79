'use strict';

const assert = require('node:assert');
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { setImmediate: turn } = require('node:timers/promises');
const { checkClient, checkMarks } = require('./chaos-check');
const { ChaosEdits } = require('./chaos-edits');
const { ChaosRequests } = require('./chaos-requests');
const { ChaosSocketIoWire } = require('./chaos-socketio-wire');
const { ChaosWire } = require('./chaos-wire');
const { MemoryHost } = require('./memory-host');
const { ModelCalendarClient } = require('./model-calendar-client');
const { ModelCommandsClient } = require('./model-commands-client');
const { ModelCrudClient } = require('./model-crud-client');
const { ModelFlatClient } = require('./model-flat-client');
const { ModelSyncClient } = require('./model-sync-client');
const { Random } = require('./random');
const { ModelSocketIoClient } = require('./socketio-wire');
const { Witness } = require('./witness');

const CLIENTS = 20;
const STEPS = 400;
const KEPT = 0.3;
const SHORT_LOG = 20;
const CALM_ROUNDS = 4;
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };
const START = {
  project: { startDate: '2026-03-02' },
  resourcesData: [{ id: 'resources-1', name: 'Ada' }],
  tasksData: [
    { id: 'events-1', name: 'Dig', children: [{ id: 'events-2', name: 'Deep' }] },
    { id: 'events-3', name: 'Sow' },
    { id: 'events-4', name: 'Reap' },
  ],
  dependenciesData: [{ id: 'dependencies-1', fromTask: 'events-1', toTask: 'events-3' }],
};

const POLICIES = ['last-writer-wins', 'last-writer-wins', 'server-wins', 'merge'];
/** Of the runs with an application that refuses changes, and of these. */
const VETOES = 0.3;
const VETOED = 0.1;
/** @type {Record<string, new (name: string, plan: any) => any>} */
const MODELS = {
  commands: ModelCommandsClient,
  flat: ModelFlatClient,
  sync: ModelSyncClient,
  calendar: ModelCalendarClient,
  socketio: ModelSocketIoClient,
  crud: ModelCrudClient,
};

/**
 * Clients of all dialects on one project, over connections that are slow and break at any moment. In the end everyone has
 * to have what the server has.
 */
class ChaosRun {
  #places = [];
  #host;
  #random;
  #logged = [];
  #policy;
  #hasVeto;
  #storage;
  #isShortLog;
  /** Those of all tasks that were ever there. */
  #ids = new Set(['events-1']);
  #steps;
  #mayRestore;
  #resets = 0;
  /** How many revisions a restore has made. */
  restores = 0;

  /**
   * @param {number} seed
   * @param {{dialects?: string[], clients?: number, steps?: number, mayRestore?: boolean, mayRefuse?: boolean}} [plan]
   *   `dialects`: one for each client, in turn; `mayRestore`: the project is kept, and all or a part of it becomes what it
   *   was now and then; `mayRefuse`: whole changes may be refused
   */
  constructor(
    seed,
    {
      dialects: given,
      clients = CLIENTS,
      steps = STEPS,
      mayRestore = false,
      mayRefuse = true,
    } = {},
  ) {
    this.#steps = steps;
    this.#mayRestore = mayRestore;
    const random = (this.#random = new Random(seed));
    this.ordersSiblings = random.chance(0.5);
    this.#policy = random.pick(mayRefuse ? [...POLICIES, 'reject'] : POLICIES);
    // Their own: what is edited is the same, kept or not, refused or not.
    const isKept = new Random(seed).chance(KEPT) || mayRestore;
    const vetoes = new Random(-seed);
    this.#hasVeto = mayRefuse && vetoes.chance(VETOES);
    this.#storage = isKept ? path.join(os.tmpdir(), `chaos-${process.pid}-${seed}.db`) : undefined;
    const idFormat = random.pick(['prefixed', 'number', 'uuid']);
    const maxLogRevisions = random.pick([SHORT_LOG, 10_000]);
    this.#isShortLog = maxLogRevisions === SHORT_LOG;
    this.#host = new MemoryHost({
      ...(isKept ? { storage: `sqlite:${this.#storage}`, durability: 'none' } : {}),
      projects: [{ id: 1, name: 'One', source: START }],
      users: {},
      groups: { anonymous: { projects: [1] } },
      ...(this.#hasVeto ? { beforeChange: () => !vetoes.chance(VETOED) } : {}),
      conflicts: { commands: this.#policy, ...(mayRefuse ? { flat: this.#policy } : {}) },
      idFormat,
      maxLogRevisions,
      pingInterval: 0,
      socketio: true,
      maxMessagesPerSecond: 1e6,
      logger: { ...SILENT, error: (message) => this.#logged.push(message) },
    });
    this.witness = this.#place(new Witness(), random.uuid());
    const all = Object.keys(MODELS);
    const some = random.chance(0.8) ? all : [random.pick(all)];
    const dialects = given ?? some;
    for (let i = 0; i < clients; i++) {
      const dialect = dialects[i % dialects.length];
      const name = `${dialect}${i}`;
      const plan = {
        asksSince: random.chance(0.6),
        asksDelta: random.chance(0.7),
        isNested: random.chance(0.5),
      };
      this.#place(new MODELS[dialect](name, plan), name);
    }
  }

  #place(client, name) {
    const { ordersSiblings } = this;
    const edits = new ChaosEdits(this.#random, name, {
      ordersSiblings,
      // Nobody tells the author of a flat change what else it meant.
      isThorough: ['flat', 'calendar', 'socketio'].includes(client.dialect),
    });
    const place = { client, edits, wire: undefined };
    this.#places.push(place);
    return place;
  }

  /** @returns {Promise<void>} rejected with what went wrong */
  async run() {
    await this.#host.open();
    try {
      for (const place of this.#places) await this.#connect(place);
      await this.#settle();
      for (let step = 0; step < this.#steps; step++) {
        await this.#step();
        // The witness sees everything at once.
        this.witness.wire.letIn(Infinity);
      }
      await this.#end();
      assert.deepStrictEqual(this.#logged, []);
    } finally {
      for (const { wire } of this.#places) wire?.cut();
      await turn();
      await this.#host.close();
      for (const end of this.#storage ? ['', '-wal', '-shm'] : [])
        await fs.rm(this.#storage + end, { force: true });
    }
  }

  async #step() {
    const place = this.#random.pick(this.#places.slice(1));
    const { client, edits, wire } = place;
    const act = this.#random.weighted([
      [wire ? 40 : 0, () => client.model && client.edit(edits.next(client))],
      [wire ? 30 : 0, () => wire.letOut(1 + this.#random.int(4))],
      [wire ? 30 : 0, () => wire.letIn(1 + this.#random.int(8))],
      [wire ? 1.5 : 0, () => client.model && client.repeat()],
      [wire ? 2.5 : 0, () => this.#cut(place)],
      [wire ? 0 : 30, () => this.#connect(place)],
      [0.15, () => this.#reset()],
      [0.3, () => this.#settle()],
      [wire ? 0.15 : 0, () => this.#missReset(place)],
      [this.#storage ? 0.7 : 0, () => this.#restart()],
      [this.#mayRestore ? 8 : 0, () => this.#restore()],
    ]);
    await act();
    await turn();
  }

  /** All of the project, or a part of it, becomes what it was, while others are away, or have sent what has not arrived. */
  async #restore() {
    const { server } = this.#host;
    const { model, log } = this.witness.client;
    for (const id of model.ids('tasks')) this.#ids.add(id);
    const revision = this.#random.int(Math.max(0, ...log.keys()) + 1);
    const record = this.#random.pick([...this.#ids]);
    const scope = this.#random.pick([
      {},
      { record },
      { record, subtree: true },
      { record, field: this.#random.pick(['name', 'note', 'cls']) },
    ]);
    try {
      if ((await server.restore(1, { revision, ...scope })) !== undefined) this.restores++;
    } catch (error) {
      // It was not there at all, or is not there on one side, of which a field could be brought back.
      assert.strictEqual(error.code, 'ERR_UNKNOWN_RECORD', error.stack);
    }
  }

  /** The project is reset while a client is away that had seen everything. */
  async #missReset(place) {
    await this.#settle();
    this.#cut(place);
    await this.#reset();
  }

  #reset() {
    this.#resets++;
    return this.#host.server.resetDataSet(1);
  }

  /** Every connection is lost. The witness comes back at once. */
  async #restart() {
    const others = this.#places.slice(1);
    for (const place of others) if (place.wire) this.#cut(place);
    await this.#host.restart();
    await this.#connect(this.witness);
    await this.#settle();
  }

  /**
   * What has arrived on a connection waits for what is being written of it. A client that was lost, and does not say who it
   * was, comes back behind that, as it has to: nothing tells the server that both are one.
   */
  async #quiet() {
    if (!this.#storage) return;
    for (let calm = 0, before = ''; calm < CALM_ROUNDS; calm++) {
      const now = (await this.#host.server.dataset(1)).toString();
      if (now !== before) calm = 0;
      before = now;
      await turn();
    }
  }

  async #connect(place) {
    const { client } = place;
    await this.#quiet();
    const wire = (place.wire = this.#wireOf(client));
    await wire.opened();
    client.connect((message) => wire.send(message));
  }

  #wireOf(client) {
    const receive = (message) => client.receive(message);
    if (client.dialect === 'crud')
      return new ChaosRequests((at) => this.#host.ask(at), client.path, receive);
    const Wire = client.dialect === 'socketio' ? ChaosSocketIoWire : ChaosWire;
    return new Wire(this.#host.connect(client.path), receive);
  }

  #cut(place) {
    place.wire.cut();
    place.wire = undefined;
    place.client.lose();
  }

  /** Lets everything through, until a whole round in which nothing came and nothing went, and all is kept. */
  async #settle() {
    await this.#letAll();
    // Who is told nothing asks.
    for (const { client, wire } of this.#places)
      if (wire && client.dialect === 'crud') client.repeat();
    await this.#letAll();
  }

  async #letAll() {
    const wires = this.#places.flatMap(({ wire }) => (wire ? [wire] : []));
    for (let moved = 1; moved > 0;) {
      moved = 0;
      for (const wire of wires) moved += wire.letOut(Infinity);
      await Promise.all(wires.map((wire) => wire.flush()));
      await this.#quiet();
      await Promise.all(wires.map((wire) => wire.flush()));
      for (const wire of wires) moved += wire.letIn(Infinity);
    }
  }

  /** Everybody is there, and everything has arrived; then once more, one edit after the other. */
  async #end() {
    for (const place of this.#places) {
      if (place.client.dialect === 'flat' && place.wire) this.#cut(place);
      if (!place.wire) await this.#connect(place);
    }
    await this.#settle();
    await this.#check('when all is quiet');
    for (const { client, edits } of this.#random.shuffle(this.#places.slice(1))) {
      client.edit(edits.calm());
      client.edit(edits.next(client));
      await this.#settle();
    }
    await this.#check('after calm edits');
  }

  async #check(when) {
    const { client: witness } = this.witness;
    witness.ask();
    await this.#settle();
    const bringsBack = this.#hasVeto || this.#policy === 'reject';
    const project = {
      ordersSiblings: this.ordersSiblings,
      mayRefuse: bringsBack || this.#policy !== 'last-writer-wins',
      bringsBack,
    };
    for (const { client } of this.#places) checkClient(client, witness, project, when);
    // Who never heard of what was added adds it once more behind a reset, and a restore brings back the first one.
    if (this.restores > 0 && this.#resets > 0) return;
    // A short log forgets which records there were: two who removed one and undo that bring back two.
    const broughtBack = this.#places.flatMap(({ edits }) => edits.broughtBack);
    checkMarks(witness.model, this.#isShortLog ? broughtBack : []);
  }
}

module.exports = { ChaosRun };
