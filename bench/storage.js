'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Load } = require('./support/load');
const { frame } = require('./support/raw-client');
const { runJob } = require('./special');
const { median, quantile } = require('./support/statistics');
const { updateMessage } = require('./support/workload');

// What it costs that projects are kept; the figures are in docs/reliability.md.

/** @typedef {import('./special').Settings} Settings */

const TASKS = 1000;
const IN_FLIGHT = [1, 16, 64];
const PEOPLE = 100;
const RATE = 100;

let number = 0;
const updates = (count) =>
  Array.from({ length: count }, () => frame(updateMessage(number++, { tasks: TASKS })));

/** @param {Settings} settings */
async function storage(settings) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gantt bench '));
  try {
    return {
      durable: await durable(folder, settings),
      latency: await latency(folder, settings),
      memory: await memoryMode(settings),
      recovery: await recovery(folder, settings),
      sizes: await sizes(folder, settings),
      past: await past(folder, settings),
      blame: await blame(folder, settings),
    };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Durable updates a second, and those of a bare loop that inserts the same bytes in the same commits. */
async function durable(folder, { rounds, scale, note }) {
  const results = {};
  const file = path.join(folder, 'durable.db');
  const load = await Load.start({ kind: 'ours', tasks: TASKS, storage: file }, { clients: 1 });
  try {
    for (const inFlight of IN_FLIGHT) {
      const count = Math.ceil(Math.min(400 * inFlight, 6000) * scale);
      const measured = { ours: [], bare: [], commit: [], revisions: [] };
      for (let round = -1; round < rounds; round++) {
        const operations = updates(count).map((each) => [each]);
        await load.handle.ask('takeCommits');
        const { seconds } = load.closedLoop(operations, { inFlight });
        await load.settle();
        const commits = await load.handle.ask('takeCommits');
        const target = path.join(folder, 'bare.db');
        const job = { name: 'bareInserts', source: file, target };
        const counts = commits.map(({ revisions }) => revisions);
        const { bare } = await runJob({ ...job, commits: counts }, ['bare'], 1);
        for (const end of ['', '-wal', '-shm']) fs.rmSync(target + end, { force: true });
        if (round < 0) continue;
        measured.ours.push(count / seconds);
        measured.bare.push(count / bare.seconds);
        measured.commit.push(median(commits.map(({ milliseconds }) => milliseconds)));
        measured.revisions.push(count / commits.length);
      }
      const result = Object.fromEntries(
        Object.entries(measured).map(([name, list]) => [name, median(list)]),
      );
      results[inFlight] = { ...result, ratio: ratioOf(measured) };
      note(
        `durable updates, ${inFlight} in flight: ${result.ours.toFixed(0)}/s, bare loop ` +
          `${result.bare.toFixed(0)}/s, ${result.revisions.toFixed(1)} a commit of ${result.commit.toFixed(2)} ms`,
      );
    }
  } finally {
    load.end();
  }
  return results;
}

/** The median of the ratios of each round: a disk is now quick and now slow. */
function ratioOf({ ours, bare }) {
  return median(ours.map((rate, round) => rate / bare[round]));
}

/** How long a change takes to reach a hundred people who edit, kept and not. */
async function latency(folder, { rounds, scale, note }) {
  const plans = { memory: {}, kept: { storage: path.join(folder, 'latency.db') } };
  const measured = { memory: [], kept: [], commit: [] };
  const loads = {};
  try {
    for (const [name, plan] of Object.entries(plans))
      loads[name] = await Load.start({ kind: 'ours', tasks: TASKS, ...plan }, { clients: PEOPLE });
    for (let round = -1; round < rounds; round++) {
      for (const [name, load] of Object.entries(loads)) {
        const groups = [{ people: load.clients, frames: updates(Math.ceil(RATE * 5 * scale)) }];
        if (name === 'kept') await load.handle.ask('takeCommits');
        const { latencies } = load.openLoop(groups, RATE);
        await load.settle();
        if (round < 0) continue;
        measured[name].push(quantile(latencies, 0.99));
        if (name !== 'kept') continue;
        const commits = await load.handle.ask('takeCommits');
        measured.commit.push(
          quantile(
            commits.map(({ milliseconds }) => milliseconds),
            0.99,
          ),
        );
      }
    }
  } finally {
    for (const load of Object.values(loads)) load.end();
  }
  const result = Object.fromEntries(
    Object.entries(measured).map(([name, list]) => [name, median(list)]),
  );
  note(
    `p99 with ${PEOPLE} people: kept ${result.kept.toFixed(2)}, in memory ${result.memory.toFixed(2)}, ` +
      `of a commit ${result.commit.toFixed(2)} ms`,
  );
  return { people: PEOPLE, rate: RATE, ...result };
}

/** What a server without storage pays for the one that has it. */
async function memoryMode({ scale, rounds, note }) {
  const { ours } = await runJob({ name: 'unkept', count: 1e6 * scale }, ['ours'], rounds);
  const load = await Load.start({ kind: 'ours', tasks: TASKS }, { clients: 1 });
  try {
    const operations = updates(Math.ceil(4000 * scale)).map((each) => [each]);
    load.closedLoop(operations);
    const before = await load.handle.cpu();
    load.closedLoop(operations);
    const update = ((await load.handle.cpu()) - before) / operations.length;
    note(`in memory a change of ${update.toFixed(1)} µs pays ${ours.nanoseconds.toFixed(1)} ns`);
    return { update, nanoseconds: ours.nanoseconds };
  } finally {
    load.end();
  }
}

/** A server that starts again, against one that starts from a data file. */
async function recovery(folder, { rounds, scale, note }) {
  const tasks = 100_000 * Math.min(1, scale * 2);
  const revisions = 10_000 * scale;
  const file = path.join(folder, 'recovery.db');
  const data = path.join(folder, 'recovery.json');
  const log = { name: 'writeLog', file, tasks, revisions, what: 'update', snapshots: false };
  await runJob(log, ['ours'], 1);
  await runJob({ name: 'writeFile', file: data, tasks }, ['ours'], 1);
  const how = { isPinned: false, isFresh: true };
  const { ours, load } = await runJob(
    { name: 'recover', file, data },
    ['ours', 'load'],
    rounds,
    how,
  );
  fs.rmSync(file);
  note(
    `${tasks} tasks and ${revisions} revisions are there after ${ours.milliseconds.toFixed(0)} ms, ` +
      `the data file after ${load.milliseconds.toFixed(0)} ms`,
  );
  return { tasks, revisions, ours: ours.milliseconds, load: load.milliseconds };
}

/** The bytes of the file for a revision, against those of its text. */
async function sizes(folder, { scale, note }) {
  const results = {};
  for (const what of ['rename', 'update']) {
    const file = path.join(folder, `${what}.db`);
    const job = { name: 'journalSize', file, tasks: TASKS, revisions: 20_000 * scale, what };
    results[what] = (await runJob(job, ['ours'], 1)).ours;
    fs.rmSync(file);
    const { bytes, text } = results[what];
    note(`a revision of ${text.toFixed(0)} B takes ${bytes.toFixed(0)} B of the file`);
  }
  return results;
}

/** The dataset as of a revision, the furthest from a snapshot among them. */
async function past(folder, { rounds, scale, note }) {
  const plan = { tasks: 10_000 * scale, revisions: 100_000 * scale };
  const { ours } = await lookInto(folder, { name: 'past', ...plan, looks: 20 }, rounds);
  note(
    `the dataset as of any of ${plan.revisions} revisions: at most ${ours.milliseconds.toFixed(0)} ms`,
  );
  return { ...plan, milliseconds: ours.milliseconds };
}

/** Who wrote a field of a record. */
async function blame(folder, { rounds, scale, note }) {
  const plan = { tasks: TASKS, revisions: 1_000_000 * scale };
  const { ours } = await lookInto(folder, { name: 'blame', ...plan, looks: 20 }, rounds);
  note(`who wrote it, in ${plan.revisions} revisions: at most ${ours.milliseconds.toFixed(1)} ms`);
  return { ...plan, milliseconds: ours.milliseconds };
}

/** Does a job with a log as a server has written it. */
async function lookInto(folder, job, rounds) {
  const file = path.join(folder, `${job.name}.db`);
  const log = { ...job, name: 'writeLog', file, what: 'rename', snapshots: true };
  await runJob(log, ['ours'], 1);
  const result = await runJob({ ...job, file }, ['ours'], rounds, { isFresh: true });
  fs.rmSync(file);
  return result;
}

module.exports = { storage };
