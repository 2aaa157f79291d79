'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Load } = require('./support/load');
const { frame } = require('./support/raw-client');
const { medians } = require('./support/rounds');
const { ServerHandle } = require('./support/server-handle');
const { datasetRequest, updateMessage } = require('./support/workload');

// What is no row of the form "one operation, three servers": work inside the process, memory, one large dataset.

/** @typedef {{rounds: number, scale: number, note: (text: string) => void}} Settings */

const MEGABYTE = 1e6;

/**
 * Runs a job in processes of their own, the kinds in turn.
 *
 * @param {object} job
 * @param {string[]} kinds
 * @param {number} rounds
 * @param {{isFresh?: boolean, isPinned?: boolean}} [how] fresh: each run in a new process
 */
async function runJob(job, kinds, rounds, { isFresh = false, isPinned = true } = {}) {
  const measured = new Map(kinds.map((kind) => [kind, []]));
  const handles = new Map();
  const handleOf = (kind) => {
    if (!handles.has(kind)) handles.set(kind, new ServerHandle({ isPinned }));
    return handles.get(kind);
  };
  for (let round = 0; round < rounds; round++) {
    for (const kind of kinds) {
      measured.get(kind).push(await handleOf(kind).ask('job', { ...job, kind }));
      if (!isFresh) continue;
      handleOf(kind).end();
      handles.delete(kind);
    }
  }
  for (const handle of handles.values()) handle.end();
  return Object.fromEntries([...measured].map(([kind, list]) => [kind, medians(list)]));
}

/** @param {Settings} settings */
async function submit({ rounds, scale, note }) {
  const sizes = [
    { name: '600 B', records: 1, count: 20_000 },
    { name: '10 kB', records: 26, count: 2000 },
    { name: '1 MB', records: 2600, count: 30 },
  ];
  const results = {};
  for (const { name, records, count } of sizes) {
    const job = { name: 'submit', tasks: 3000, records, count: Math.ceil(count * scale) };
    results[name] = await runJob(job, ['ours', 'plain'], rounds);
    const { ours, plain } = results[name];
    note(
      `submit ${name} (${ours.bytes} B): ours ${ours.cpu.toFixed(2)}, plain ${plain.cpu.toFixed(2)} µs`,
    );
  }
  return results;
}

/** @param {Settings} settings */
async function load({ rounds, scale, note }) {
  const job = { name: 'load', tasks: 100_000 * Math.min(1, scale * 2) };
  const results = await runJob(job, ['ours', 'plain'], rounds, { isPinned: false, isFresh: true });
  for (const [kind, { milliseconds, blocked }] of Object.entries(results)) {
    note(`load: ${kind} ${milliseconds.toFixed(0)} ms, blocks for ${blocked.toFixed(1)} ms`);
  }
  return results;
}

/** @param {Settings} settings */
async function memory({ rounds, scale, note }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gantt bench '));
  const file = path.join(folder, 'project.json');
  let results;
  try {
    const tasks = 100_000 * Math.min(1, scale * 2);
    await runJob({ name: 'writeFile', file, tasks }, ['ours'], 1);
    results = await runJob({ name: 'memory', file }, ['ours', 'plain'], rounds, { isFresh: true });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  for (const [kind, { bytes, file: size }] of Object.entries(results)) {
    const megabytes = (bytes / MEGABYTE).toFixed(0);
    note(`memory: ${kind} ${megabytes} MB, ${(bytes / size).toFixed(2)} x the file`);
  }
  return results;
}

/**
 * Many clients ask for one large dataset at once.
 *
 * @param {Settings} settings
 */
async function largeDataset({ scale, note }) {
  const clients = Math.max(5, Math.round(50 * scale));
  const tasks = Math.round(90_000 * Math.min(1, scale * 2));
  const results = {};
  for (const kind of ['ours', 'plain']) {
    const server = await Load.start({ kind, tasks, projects: 1 }, { clients: 1 });
    try {
      results[kind] = await askAtOnce(server, kind, tasks, clients);
    } finally {
      server.end();
    }
    const { grown, bytes, seconds } = results[kind];
    note(
      `${clients} x ${(bytes / MEGABYTE).toFixed(1)} MB: ${kind} grows by ` +
        `${(grown / MEGABYTE).toFixed(1)} MB, ${seconds.toFixed(2)} s`,
    );
  }
  return { clients, ...results };
}

async function askAtOnce(server, kind, tasks, clients) {
  await server.join(clients - 1, kind);
  // The last change makes the dataset new; one client has it made before memory is looked at.
  const [first] = server.clients;
  const request = frame(datasetRequest(1));
  server.closedLoop([[frame(updateMessage(1, { tasks }))], [request]]);
  const bytes = first.lastSize;
  await server.settle();
  const { rss } = await server.handle.ask('memory');
  server.handle.resetPeak();
  const targets = server.clients.map((client) => client.messages + 1);
  const began = performance.now();
  for (const client of server.clients) client.write(request);
  await server.received(targets);
  const seconds = (performance.now() - began) / 1000;
  return { grown: server.handle.peak() - rss, bytes, seconds };
}

/**
 * The addon as each set of compiler flags makes it: folders that compilerFlags.js built.
 *
 * @param {Settings} settings
 * @param {{name: string, addon: string}[]} builds
 */
async function flags({ rounds, note }, builds) {
  const results = {};
  const jobs = {
    '600 B': { name: 'submit', tasks: 3000, records: 1, count: 20_000 },
    '10 kB': { name: 'submit', tasks: 3000, records: 26, count: 2000 },
  };
  for (const [size, job] of Object.entries(jobs)) {
    const lists = builds.map(() => []);
    for (let round = 0; round < rounds; round++) {
      for (const [index, { addon }] of builds.entries()) {
        const handle = new ServerHandle();
        lists[index].push(await handle.ask('job', { ...job, kind: 'ours', addon }));
        handle.end();
      }
    }
    for (const [index, { name, addon }] of builds.entries()) {
      results[name] ??= { bytes: fs.statSync(addon).size };
      results[name][size] = medians(lists[index]).cpu;
      note(`${name}, ${size}: ${results[name][size].toFixed(2)} µs`);
    }
  }
  return results;
}

module.exports = { flags, largeDataset, load, memory, runJob, submit };
