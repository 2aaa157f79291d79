'use strict';

const { setTimeout: pause } = require('node:timers/promises');
const { ChaosEdits } = require('../support/chaos-edits');
const { firstDifference } = require('../support/compare-datasets');
const { ModelCommandsClient } = require('../support/model-commands-client');
const { ModelFlatClient } = require('../support/model-flat-client');
const { ModelSyncClient } = require('../support/model-sync-client');
const { Witness } = require('../support/witness');
const { within } = require('../support/within');
const { HonestClient } = require('./honest-client');
const { NoteEdits } = require('./note-edits');

const CLIENTS = 20;
const MODELS = { commands: ModelCommandsClient, flat: ModelFlatClient, sync: ModelSyncClient };
const DIALECTS = Object.keys(MODELS);
/** Between two edits of one client. */
const PAUSE_MS = 500;
const SHOWN = 60;
/** Hostile clients come from elsewhere, so that what is bounded for an address is not bounded for these. */
const ADDRESS = '127.0.0.1';

/**
 * Twenty people who edit one project at the same time, and a witness who only follows: nobody of them may notice that others
 * are hostile. Each edit is one round trip, which is measured.
 */
class HonestCrowd {
  /** @type {HonestClient[]} */
  #clients = [];
  #address = '';
  #isOver = false;
  #policy;
  #random;
  #witness = new HonestClient({ model: new Witness() });
  #work = [];

  /**
   * @param {import('../support/random').Random} random
   * @param {string} policy of their project
   * @param {import('./round-trips').RoundTrips} trips
   */
  constructor(random, policy, trips) {
    this.#policy = policy;
    this.#random = random;
    for (let i = 0; i < CLIENTS; i++) {
      const dialect = DIALECTS[i % DIALECTS.length];
      const name = `${dialect}${i}`;
      const plan = { asksSince: false, asksDelta: false, isNested: i % 2 === 0 };
      this.#clients.push(
        new HonestClient({
          model: new MODELS[dialect](name, plan),
          edits:
            dialect === 'flat'
              ? new NoteEdits(random, name)
              : new ChaosEdits(random, name, { ordersSiblings: true, isThorough: false }),
          startTrip: () => trips.start(dialect),
        }),
      );
    }
  }

  /** @returns {string[]} */
  get failures() {
    return this.#all.flatMap(({ failures }) => failures);
  }

  get #all() {
    return [this.#witness, ...this.#clients];
  }

  /** @param {string} address of the server */
  async open(address) {
    this.#address = address;
    for (const client of this.#all) await client.open(address, ADDRESS);
  }

  start() {
    this.#work = this.#clients.map((client) => this.#edit(client));
  }

  async #edit(client) {
    while (!this.#isOver) {
      await pause(PAUSE_MS * (0.5 + this.#random.next()));
      if (!this.#isOver) client.edit('next');
    }
  }

  /** @returns {Promise<string[]>} what is wrong when all is quiet, and once more after an edit of each */
  async end() {
    this.#isOver = true;
    await Promise.all(this.#work);
    const failures = await this.#compare('when all is quiet');
    for (const client of this.#clients) client.edit('calm');
    return [...failures, ...(await this.#compare('after calm edits'))];
  }

  leave() {
    for (const client of this.#all) client.leave();
  }

  /** Holds what each of them shows against the dataset as the server gives it to somebody new. */
  async #compare(when) {
    const unanswered = await Promise.all(this.#clients.map((client) => client.settle()));
    const served = await this.#freshLoad();
    for (const client of this.#all) await client.catchUp();
    const twice = doubles(served).map((mark) => `${mark} was added twice, ${when}`);
    return [
      ...unanswered.flat(),
      ...twice,
      ...this.#all.flatMap(({ model }) => this.#differences(model, served, when)),
    ];
  }

  #differences({ name, model, isLate }, served, when) {
    const [shown, wanted] = [model.render(), served].map((one) => this.#meaning(one));
    const difference = firstDifference(shown, wanted, { siblingOrder: !isLate });
    if (!difference) return [];
    const { record, actual, expected } = difference;
    const [has, should] = cutToDifference(actual, expected);
    return [`${name}, ${when}: ${record}\n    has    ${has}\n    served ${should}`];
  }

  async #freshLoad() {
    const model = new ModelCommandsClient('Fresh', { asksSince: false });
    const client = new HonestClient({ model });
    // The client's own model is made of it; what was served is wanted as it came.
    let served;
    const load = model.receive.bind(model);
    model.receive = (message) => {
      if (message.command === 'dataset') served = message.data.dataset;
      load(message);
    };
    await within(client.open(this.#address, ADDRESS), 'fresh load');
    client.leave();
    return served;
  }

  /** Where a change can be refused, null and absent are one: a revision cannot take a field away. */
  #meaning(value) {
    if (this.#policy === 'last-writer-wins') return value;
    return JSON.parse(JSON.stringify(value), (key, inner) =>
      inner === null || key === 'parentId' ? undefined : inner,
    );
  }
}

/** @returns {[string, string]} where two texts begin to differ, and a little around that */
function cutToDifference(a, b) {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const from = Math.max(0, at - SHOWN);
  return [a, b].map((text) => `…${text.slice(from, at + SHOWN)}…`);
}

/** Every honest author marks what it adds with a text of its own. */
function doubles(dataset) {
  const marks = [];
  const collect = ({ mark, children = [] }) => {
    if (/^(commands|flat|sync)\d+\.\d+$/.test(mark)) marks.push(mark);
    children.forEach(collect);
  };
  for (const rows of Object.values(dataset)) if (Array.isArray(rows)) rows.forEach(collect);
  return marks.filter((mark, index) => marks.indexOf(mark) !== index);
}

module.exports = { HonestCrowd };
