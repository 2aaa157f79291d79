'use strict';

const assert = require('node:assert');
const { audienceTerms } = require('../../lib/native/terms');
const { firstDifference } = require('./compare-datasets');
const { WORDINGS } = require('./dialects');
const { DependentsChecks } = require('./dependents-checks');
const { checkDialects } = require('./dialect-checks');
const { checkEnvelope } = require('./envelope-checks');
const { HistoryWriter } = require('./histories');
const { checkInput, inputOnly } = require('./input-checks');
const { Ledger } = require('./ledger');
const { programsOf, withoutMadeInput } = require('./program-checks');
const { ProjectModel } = require('./project-model');
const { Random } = require('./random');
const { RecordChecks } = require('./record-checks');
const { ReplayChecks } = require('./replay-checks');
const { TREES } = require('./start-data');

const NOW = 1700000000000;
const FOR_ALL = audienceTerms(1) + audienceTerms(2);

/**
 * One history on a project: what is sent goes to the server, what it answers goes through all checks
 * and into the models. At the end every model has to be what the server serves.
 *
 * @typedef {object} Plan
 * @property {string} startText the data that the project starts with
 * @property {string} idFormat
 * @property {import('./draft-revision').InputMode} inputMode
 * @property {boolean} isTidy indexes have neither gaps nor ties, nobody edits what he has not seen
 */
class HistoryRun {
  /**
   * @param {new (options: object) => any} Project the native class
   * @param {Plan} plan
   * @param {{ model: any, removed: Map<string, any[]> }} [world] is kept up to date
   */
  constructor(Project, plan, world = { model: undefined, removed: new Map() }) {
    this.plan = plan;
    this.world = world;
    this.ledger = new Ledger();
    this.ledger.removed = world.removed;
    const options = { id: 1, idFormat: plan.idFormat, keepsJournal: true, wordings: WORDINGS };
    this.project = new Project(options);
    this.replay = new ReplayChecks(this.project, () => new Project(options));
    /** @type {any[]} the broadcast revisions since the project was loaded */
    this.log = [];
    this.lastNumber = 0;
  }

  /** Loads the start data, at first and at every reset. */
  async load() {
    assert.strictEqual(await this.project.load(Buffer.from(this.plan.startText)), undefined);
    this.log = [];
    const { dataset, revision } = this.#serve();
    assert.strictEqual(revision, 'base');
    this.world.model = new ProjectModel(dataset, TREES);
    this.inputModel = new ProjectModel(dataset, TREES);
    this.middle = undefined;
    this.replay.begin();
    this.ledger.restart(this.world.model);
  }

  /** @param {import('./histories').Step} step */
  async take({ author, text, revisions, code }) {
    if (text === '') return this.load();
    const answer = this.project.submit(Buffer.from(text), author, NOW + this.lastNumber, FOR_ALL);
    if (code) {
      assert.strictEqual(answer.code, code, 'a bad message was not refused as it should be');
      assert.strictEqual(this.project.revision, this.lastNumber, 'a bad message left a revision');
      return undefined;
    }
    assert.strictEqual(answer.code, undefined, `refused: ${answer.code} ${answer.message}`);
    checkDialects(answer);
    this.#broadcast(answer.broadcast.toString(), { author, text, sent: revisions });
    return undefined;
  }

  /** Remembers what is served now; a client that loads it has to keep up as well. */
  joinInTheMiddle() {
    this.middle = { dataset: this.#serve().dataset, at: this.log.length };
    this.replay.join();
  }

  /** The process ends, and another one goes on from what was kept. */
  async restart() {
    this.project = await this.replay.restart();
  }

  /** Compares the models with what the server serves. */
  async finish() {
    const { dataset, revision } = this.#serve();
    assert.strictEqual(revision, this.log.length ? `server-${this.lastNumber}` : 'base');
    this.#compare('the replay of the log', dataset, this.world.model.render());
    await this.replay.finish();
    this.ledger.versions.check(this.project, this.world.model);
    if (this.plan.inputMode === 'full') {
      this.#compare('the replay of $input alone', dataset, this.inputModel.render());
    }
    if (['partial', 'lying'].includes(this.plan.inputMode)) this.#compareOutline();
    if (this.middle) {
      const late = new ProjectModel(this.middle.dataset, TREES);
      for (const { changes } of this.log.slice(this.middle.at)) late.apply(changes);
      const options = { siblingOrder: this.plan.isTidy };
      this.#compare(`the replay from ${this.middle.at}`, dataset, late.render(), options);
    }
  }

  #broadcast(text, { author, text: asked, sent }) {
    assert.ok(!text.includes('"$PhantomParentId"'), '$PhantomParentId in a broadcast');
    const broadcast = JSON.parse(text);
    const pairs = checkEnvelope(sent, author, broadcast, this.lastNumber);
    this.lastNumber += broadcast.data.revisions.length;
    this.ledger.newest.clear();
    assert.strictEqual(this.project.revision, this.lastNumber);
    const arePrograms = programsOf(asked);
    pairs.forEach((pair, i) => {
      const later = sent.slice(i + 1);
      const { idFormat } = this.plan;
      const isProgram = arePrograms[i];
      const echo = isProgram ? withoutMadeInput(pair.sent, pair.echo) : pair.echo;
      const revision = { author, idFormat, later, isProgram, ...pair, echo };
      const checks = new RecordChecks(this.ledger, this.world.model, revision);
      checks.run();
      const dependents = new DependentsChecks(this.world.model);
      this.ledger.removedNow = dependents.removed;
      this.#apply(pair.echo);
      dependents.run(pair.echo, pair.sent, (store, id) => checks.resolve(store, id));
      checks.runAdoption();
      if (pair.adoption) this.#apply(pair.adoption);
    });
  }

  #apply(revision) {
    this.log.push(revision);
    checkInput(revision, this.world.model, this.plan.inputMode === 'lying');
    this.world.model.apply(revision.changes);
    if (this.plan.inputMode !== 'missing') this.inputModel.apply(inputOnly(revision.changes));
  }

  #serve() {
    const { command, data } = JSON.parse(
      Buffer.concat(this.project.dataset('commands')).toString(),
    );
    assert.strictEqual(command, 'dataset');
    assert.strictEqual(data.project, 1);
    return data;
  }

  #compare(what, served, replayed, options) {
    const difference = firstDifference(served, replayed, options);
    if (!difference) return;
    const { record, actual, expected } = difference;
    const touching = this.#touching(record).map((text) => `\n  ${text}`);
    assert.fail(
      `${what} differs in ${record}\n served   ${actual}\n replayed ${expected}` +
        `\n revisions that touched it: ${touching.join('') || 'none'}`,
    );
  }

  /** Others have the same records under the same parents, whatever else they miss. */
  #compareOutline() {
    for (const [store, records] of this.inputModel.stores) {
      const ids = this.inputModel.ids(store).sort();
      assert.deepStrictEqual(ids, this.world.model.ids(store).sort(), `$input: ids of ${store}`);
      for (const [id, node] of records) {
        const parent = this.world.model.find(store, id).parent;
        assert.strictEqual(node.parent?.fields.id, parent?.fields.id, `$input: parent of ${id}`);
      }
    }
  }

  #touching(record) {
    const id = record.slice(record.indexOf('/') + 1);
    const text = JSON.stringify(record === 'project' ? 'project' : id);
    return this.log
      .map((revision) => JSON.stringify(revision))
      .filter(
        (line) => line.includes(text) || line.includes(`:${id},`) || line.includes(`:${id}}`),
      );
  }
}

/**
 * Writes and runs the history of a seed.
 *
 * @param {new (options: object) => any} Project
 * @param {number} seed
 * @param {number} length in revisions of authors
 * @returns {Promise<{ steps: any[], plan: Plan, error?: Error }>}
 */
async function runSeed(Project, seed, length) {
  const random = new Random(seed);
  // Its own: the histories are the same with and without restarts.
  const restarts = new Random(seed);
  const world = { model: undefined, removed: new Map() };
  const writer = new HistoryWriter(random, world);
  const run = new HistoryRun(Project, writer, world);
  const steps = [];
  try {
    await run.load();
    for (let revisions = 0; revisions < length;) {
      if (random.chance(0.02)) steps.push({ join: true });
      else if (restarts.chance(0.01)) steps.push({ restart: true });
      else steps.push(writer.next());
      await takeStep(run, steps.at(-1));
      revisions += steps.at(-1).revisions?.length ?? 0;
    }
    await run.finish();
    return { steps, plan: writer };
  } catch (error) {
    return { steps, plan: writer, error };
  }
}

/** Runs steps that were written before; for shrinking a history that failed. */
async function runSteps(Project, plan, steps) {
  const run = new HistoryRun(Project, plan);
  try {
    await run.load();
    for (const step of steps) await takeStep(run, step);
    await run.finish();
    return undefined;
  } catch (error) {
    return error;
  }
}

function takeStep(run, step) {
  if (step.restart) return run.restart();
  return step.join ? run.joinInTheMiddle() : run.take(step);
}

module.exports = { runSeed, runSteps };
