'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { dataFile, updateMessage } = require('./workload');

const AUTHOR = 'client-0f8b6a52-53c1-4d52-8a3e-1f6f1c0a9b77';
const DRIVER = path.join('..', '..', 'build', 'bench', 'Release', 'bench_driver.node');
// Of one commit, where a log is written to be read later.
const REVISIONS_OF_A_COMMIT = 1000;
const START_MS = Date.parse('2026-03-02T08:00:00Z');

/** @param {number} number of the change @param {number} tasks */
function renameMessage(number, tasks) {
  const updated = `{"id":${((number * 7919) % tasks) + 1},"name":"Renamed in change ${number}"}`;
  return Buffer.from(
    `{"command":"project_change","data":{"project":1,"revisions":[{"revision":"local-${number}",` +
      `"changes":{"tasks":{"updated":[${updated}],"$input":{"updated":[${updated}]}}}}]}}`,
  );
}

const MESSAGES = {
  rename: renameMessage,
  update: (number, tasks) => updateMessage(number, { tasks }),
};

/**
 * Writes a log as a server does, but faster: nobody waits for the disk.
 *
 * @param {{file: string, tasks: number, revisions: number, what: 'rename' | 'update', snapshots: boolean}} plan
 *   `snapshots`: one behind each 1,000 revisions, as a server makes them
 */
async function writeLog({ file, tasks, revisions, what, snapshots }) {
  const { Project } = require('../../lib/native/project');
  const { SqliteStorage } = require('../../lib/storage/sqlite');
  const storage = new SqliteStorage(file, { durability: 'none' });
  await storage.open();
  const project = new Project({ id: 1, keepsJournal: true });
  await project.load(dataFile({ tasks }));
  project.takeJournal();
  const save = () =>
    storage.saveSnapshot('1', {
      number: project.revision,
      epoch: project.epoch,
      time: START_MS + project.revision,
      snapshot: project.snapshot(),
    });
  await save();
  for (let from = 0; from < revisions; from += REVISIONS_OF_A_COMMIT) {
    const count = Math.min(REVISIONS_OF_A_COMMIT, revisions - from);
    const head = project.revision;
    for (let number = from; number < from + count; number++)
      project.submit(MESSAGES[what](number, tasks), AUTHOR, START_MS + number);
    const batches = [{ user: 'Ann', count, records: project.takeJournal() }];
    await storage.append({ project: '1', head, batches });
    if (snapshots) await save();
  }
  await storage.close();
}

/** Milliseconds of CPU, of all threads, that something takes. */
async function timed(run) {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const STORAGE_JOBS = {
  writeLog,

  /** @returns {{nanoseconds: number}} of CPU that the way of a change costs where nothing is kept, beside its work */
  unkept({ count }) {
    const { Keeping } = require('../../lib/project/keeping');
    const core = { revision: 1 };
    const keeping = new Keeping({ id: 1, core, limits: {}, log: undefined, onOther() {} });
    let told = 0;
    const held = {
      tell: () => {
        told += 1;
      },
      fail() {},
    };
    const ways = {
      direct: () => held.tell(),
      kept: () =>
        keeping.write(() => {
          keeping.note('Ann');
          keeping.tell(held, true);
        }),
    };
    const used = { direct: 0, kept: 0 };
    // The first round is for V8 to compile what runs often.
    for (let round = 0; round < 4; round++) {
      for (const [name, change] of Object.entries(ways)) {
        const before = process.cpuUsage();
        for (let i = 0; i < count; i++) change();
        const { user, system } = process.cpuUsage(before);
        if (round > 0) used[name] += user + system;
      }
    }
    if (told !== 8 * count) throw new Error('Not all was told');
    return { nanoseconds: ((used.kept - used.direct) * 1000) / 3 / count };
  },

  /** The bare loop. @returns {{seconds: number}} */
  bareInserts({ source, target, commits }) {
    const { bareInserts } = require(DRIVER);
    return { seconds: bareInserts({ source, target, commits }) };
  },

  /** @returns {Promise<{milliseconds: number}>} of CPU, until a project is there as it was kept, or as its data file has it */
  async recover({ kind, file, data }) {
    const { Project } = require('../../lib/native/project');
    const { SqliteStorage } = require('../../lib/storage/sqlite');
    const project = new Project({ id: 1, keepsJournal: true });
    if (kind === 'load')
      return {
        milliseconds: await timed(async () => project.load(await fs.promises.readFile(data))),
      };
    const storage = new SqliteStorage(file);
    const milliseconds = await timed(async () => {
      await storage.open();
      const { snapshot, records } = await storage.load('1', 10_000);
      const failure = await project.restore(snapshot, records);
      if (failure) throw new Error(failure.message);
    });
    await storage.close();
    return { milliseconds };
  },

  /** @returns {Promise<{bytes: number, text: number}>} of the file and of the texts in it, for each revision */
  async journalSize({ file, tasks, revisions, what }) {
    const { History } = require('../../lib/native/addon');
    await writeLog({ file, tasks, revisions: 0, what, snapshots: false });
    const empty = fs.statSync(file).size;
    fs.rmSync(file);
    await writeLog({ file, tasks, revisions, what, snapshots: false });
    const bytes = (fs.statSync(file).size - empty) / revisions;
    const history = new History();
    await history.open(file);
    const nothing = { user: '', store: '', record: '', field: '' };
    const filter = { first: 1, last: revisions, limit: revisions, ...nothing };
    const all = await history.revisions('1', filter);
    await history.close();
    const text = all.reduce((sum, each) => sum + Buffer.byteLength(each.text), 0) / revisions;
    return { bytes, text };
  },

  /** @returns {Promise<{milliseconds: number}>} of CPU: the longest of several looks at who wrote a record */
  async blame({ file, tasks, looks }) {
    const { History } = require('../../lib/storage/history');
    const history = await History.open(file);
    let milliseconds = 0;
    for (let look = 1; look <= looks; look++) {
      const record = Math.ceil((tasks * look) / looks);
      const one = await timed(async () => {
        const written = await history.blame(1, { record, field: 'name' });
        if (written.length === 0) throw new Error(`Nobody wrote ${record}`);
      });
      milliseconds = Math.max(milliseconds, one);
    }
    await history.close();
    return { milliseconds };
  },

  /** @returns {Promise<{milliseconds: number}>} of CPU: the longest of several datasets as of a revision */
  async past({ file, revisions, looks }) {
    const { History } = require('../../lib/storage/history');
    const history = await History.open(file);
    let milliseconds = 0;
    for (let look = 1; look <= looks; look++) {
      // The last one before a snapshot is the furthest from one.
      const revision = Math.ceil((revisions * look) / looks) - 1;
      milliseconds = Math.max(milliseconds, await timed(() => history.dataset(1, { revision })));
    }
    await history.close();
    return { milliseconds };
  },
};

module.exports = { STORAGE_JOBS };
