'use strict';

/**
 * A program: prints a digest of all that the server says in some hostile histories, a line for each,
 * and of large changes in every dialect. Each process has a secret of its own for its hashes.
 *
 *   node answers-digest.js FIRST_SEED HISTORIES
 */
const assert = require('node:assert');
const { createHash } = require('node:crypto');
const { dialectTerms } = require('../../lib/native/terms');
const { Project } = require('../../lib/native/project');
const { WORDINGS } = require('./dialects');
const { Random } = require('./random');
const { runSeed } = require('./run-history');

const REVISIONS = 100;
const NOW = 1700000000000;

/** A Project whose answers go into a digest. */
class Heard extends Project {
  static digest = createHash('sha256');

  constructor(options) {
    super(options);
    this.hasRandomIds = options.idFormat === 'uuid';
  }

  submit(...args) {
    return this.#hear(super.submit(...args));
  }

  dataset(view) {
    return this.#hear(super.dataset(view));
  }

  #hear(answer) {
    if (!this.hasRandomIds) Heard.#add(answer);
    return answer;
  }

  static #add(answer) {
    if (Array.isArray(answer)) return answer.forEach((part) => Heard.#add(part));
    if (Buffer.isBuffer(answer)) return Heard.digest.update(answer);
    if (typeof answer !== 'object') return Heard.digest.update(`${answer} `);
    return Object.entries(answer).forEach(([key, value]) => {
      Heard.digest.update(`${key} `);
      Heard.#add(value);
    });
  }

  /** @returns {string} of all that was heard since the last one */
  static takeDigest() {
    const text = Heard.digest.digest('hex');
    Heard.digest = createHash('sha256');
    return text;
  }
}

/** @returns {string[]} the ids of a task and of all below it */
function idsBelow({ id, children = [] }) {
  return [id, ...children.flatMap(idsBelow)];
}

/** Adds many records in one change, and removes half of them, in no order, in another. */
async function submitLarge(terms) {
  const random = new Random(7);
  const project = new Heard({ id: 1, idFormat: 'prefixed', wordings: WORDINGS });
  assert.strictEqual(await project.load(Buffer.from('{"tasks":{"rows":[]}}')), undefined);
  const names = Array.from({ length: 300 }, (_, i) => `_generated_${i}`);
  const tasks = names.map((name, i) => ({
    $PhantomId: name,
    name: `Task ${i}`,
    parentId: i % 3 === 0 ? null : names[random.int(i)],
  }));
  const links = names.map((name, i) => ({
    $PhantomId: `_generated_link_${i}`,
    from: name,
    to: names[random.int(names.length)],
  }));
  const say = (changes) => {
    const message = {
      [dialectTerms(1)]: { command: 'projectChange', project: 1, changes },
      [dialectTerms(2)]: { type: 'changes', payload: changes, revision: 'local-1' },
    }[terms] ?? {
      command: 'project_change',
      data: { project: 1, revisions: [{ revision: 'local-1', changes }] },
    };
    const answer = project.submit(Buffer.from(JSON.stringify(message)), 'ann', NOW, terms);
    assert.strictEqual(answer.code, undefined, answer.message);
  };
  say({ tasks: { added: tasks }, dependencies: { added: links } });
  const served = JSON.parse(Buffer.concat(project.dataset('data')).toString());
  const ids = served.tasks.rows.flatMap(idsBelow);
  assert.strictEqual(ids.length, names.length);
  const gone = ids.filter(() => random.chance(0.5));
  say({ tasks: { removed: random.shuffle(gone).map((id) => ({ id })) } });
  project.dataset('data');
}

async function main() {
  const [first, histories] = process.argv.slice(2).map(Number);
  for (let seed = first; seed < first + histories; seed++) {
    const { error } = await runSeed(Heard, seed, REVISIONS);
    if (error) throw error;
    console.log(`history ${seed}: ${Heard.takeDigest()}`);
  }
  for (const terms of [0, dialectTerms(1), dialectTerms(2)]) {
    await submitLarge(terms);
    console.log(`terms ${terms}: ${Heard.takeDigest()}`);
  }
}

main();
