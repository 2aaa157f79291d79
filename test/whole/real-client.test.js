'use strict';

const assert = require('node:assert');
const { describe, it } = require('node:test');
const { Project } = require('../../lib/native/project');
const { firstDifference } = require('../support/compare-datasets');
const { checkEnvelope } = require('../support/envelope-checks');
const { checkInput } = require('../support/input-checks');
const { ProjectModel } = require('../support/project-model');
const { readFixture, startProject } = require('../support/real-client-fixture');

const { phantomIds, scenarios } = readFixture();
const START = startProject(scenarios);
const NOW = 1700000000000;

/** A project that the recorded messages are sent to, and what they say it holds. */
class Replay {
  constructor() {
    this.project = new Project({ id: 1 });
    this.count = 0;
  }

  async reset() {
    assert.strictEqual(await this.project.load(Buffer.from(START)), undefined);
    this.expected = new ProjectModel(this.#served());
    /** @type {Map<string, any>} phantom id, or id of the recording, to the id that it has here */
    this.ids = new Map();
  }

  /** Sends a message as the client would here, with our ids, and checks what comes back. */
  send(message) {
    const { client, revisions } = message.data;
    const sent = { ...message, data: { ...message.data, revisions: this.#withOurIds(revisions) } };
    const answer = this.project.submit(Buffer.from(JSON.stringify(sent)), client, NOW);
    assert.ok(Buffer.isBuffer(answer), `refused: ${answer.message}`);
    const broadcast = JSON.parse(answer.toString());
    const pairs = checkEnvelope(sent.data.revisions, client, broadcast, this.count);
    this.count += broadcast.data.revisions.length;
    for (const { sent: revision, echo, adoption } of pairs) {
      this.#learn(revision.changes, echo.changes);
      if (adoption) this.#learn(revision.changes, adoption.changes);
      checkInput(echo, this.expected, false);
      this.#expect(this.#resolve(revision.changes));
    }
  }

  check() {
    const difference = firstDifference(this.#served(), this.expected.render());
    assert.deepStrictEqual(difference, undefined);
  }

  /** Ids of the recording become those that the same records have here. */
  #withOurIds(value) {
    return mapTexts(value, (text, key) => {
      if (key === '$PhantomId' || !Object.hasOwn(phantomIds, text)) return text;
      const id = this.ids.get(phantomIds[text]);
      assert.ok(id, `${text} is used before it was given`);
      return id;
    });
  }

  /** Finds out which ids new records and new segments got. */
  #learn(sent, answered) {
    for (const [store, { added = [], updated = [] }] of Object.entries(answered)) {
      const candidates = [...(sent[store]?.added ?? []), ...(sent[store]?.updated ?? [])];
      for (const record of [...added, ...updated]) {
        const twin = candidates.find((other) => isTwin(other, record));
        if (twin.$PhantomId) this.ids.set(twin.$PhantomId, record.id);
        (twin.segments ?? []).forEach(({ id }, i) => this.ids.set(id, record.segments[i].id));
      }
    }
  }

  /** The changes as a client means them that knows every real id. */
  #resolve(changes) {
    const resolved = mapTexts(changes, (text) => this.ids.get(text) ?? text);
    for (const change of Object.values(resolved)) {
      for (const record of change.added ?? []) record.id = record.$PhantomId;
    }
    return resolved;
  }

  /** Applies what a message says; a task whose parent is gone stays, under what is left above. */
  #expect(changes) {
    for (const record of changes.tasks?.added ?? []) {
      const { parentId } = record;
      const isThere = this.expected.find('tasks', parentId);
      const isNew = changes.tasks.added.some(({ id }) => id === parentId);
      if (parentId === null || isThere || isNew) continue;
      record.parentId = 'events-1000';
      delete record.parentIndex;
      delete record.orderedParentIndex;
    }
    this.expected.apply(changes);
  }

  #served() {
    return JSON.parse(Buffer.concat(this.project.dataset('commands')).toString()).data.dataset;
  }
}

/** New records keep `$PhantomId`; what comes back under its old id does not, nor what is adopted. */
function isTwin(sent, answered) {
  if (answered.$PhantomId) return sent.$PhantomId === answered.$PhantomId;
  if (sent.id === answered.id || sent.$PhantomId === answered.id) return true;
  return sent.id === undefined && sent.name !== undefined && sent.name === answered.name;
}

function mapTexts(value, map, key) {
  if (typeof value === 'string') return map(value, key);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map, key));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([name, item]) => [name, mapTexts(item, map, name)]));
}

describe('What the real client sends', () => {
  for (const [scenario, messages] of scenarios) {
    it(`is accepted, echoed and in the dataset afterwards: scenario ${scenario}`, async () => {
      const replay = new Replay();
      for (const message of messages) {
        if (message.command === 'reset') await replay.reset();
        else replay.send(message);
        replay.check();
      }
    });
  }
});
