'use strict';

const assert = require('node:assert');

/**
 * A project that replays its journal is the project that wrote it, in everything that it shows and remembers: from its first
 * data, and from any snapshot with the records before it, which fill the log.
 */
class ReplayChecks {
  #project;
  #make;
  /** @type {Buffer[]} since the data were loaded */
  #records = [];
  /** @type {Buffer[]} snapshots */
  #starts = [];

  /**
   * @param {any} project that keeps its journal
   * @param {() => any} make another one with the same options
   */
  constructor(project, make) {
    this.#project = project;
    this.#make = make;
  }

  /** The project was loaded: what was before it is of another epoch. */
  begin() {
    this.#project.takeJournal();
    this.#records = [];
    this.#starts = [this.#project.snapshot()];
  }

  /** A snapshot is taken in the middle. */
  join() {
    this.#records.push(this.#project.takeJournal());
    this.#starts.push(this.#project.snapshot());
  }

  /** @returns {Promise<any>} the project that a restart makes of the newest snapshot and the records, which goes on in its place */
  async restart() {
    this.#records.push(this.#project.takeJournal());
    const heir = this.#make();
    const failure = await heir.restore(this.#starts.at(-1), Buffer.concat(this.#records));
    assert.strictEqual(failure, undefined);
    heir.takeJournal();
    this.#project = heir;
    return heir;
  }

  async finish() {
    this.#records.push(this.#project.takeJournal());
    const records = Buffer.concat(this.#records);
    for (const start of this.#starts) {
      const twin = this.#make();
      assert.strictEqual(await twin.restore(start, records), undefined);
      assert.ok(twin.snapshot().equals(this.#project.snapshot()), 'the replay is another project');
      assert.deepStrictEqual(statsOf(twin), statsOf(this.#project));
      const since = (project) => project.changesSince(0, 0)?.toString();
      assert.strictEqual(since(twin), since(this.#project));
    }
  }
}

/** @returns {object} without the memory, of which texts that are kept for the next dataset take a part */
function statsOf(project) {
  const { memory: _, ...stats } = JSON.parse(project.stats());
  return stats;
}

module.exports = { ReplayChecks };
