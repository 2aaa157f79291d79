'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Load } = require('./support/load');
const { frame } = require('./support/raw-client');
const { inTurn, medians } = require('./support/rounds');
const { ServerHandle } = require('./support/server-handle');
const { quantile } = require('./support/statistics');
const { datasetRequest, updateMessage } = require('./support/workload');

// What is no row of the form "one operation, three servers": work inside the process, rates, memory, many projects.

/** @typedef {{rounds: number, scale: number, note: (text: string) => void}} Settings */

const MEGABYTE = 1e6;
// Of the broadcast of one update.
const UPDATE_BYTES = 585;
// In each of many projects.
const EDITED_TASKS = 1000;

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
  await server.closedLoop([[frame(updateMessage(1, { tasks }))], [request]]);
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

/** Groups of clients, each of one project, with the frames that they send. */
function groupsOf(server, projects, tasks, frames) {
  const perProject = server.clients.length / projects;
  let number = 0;
  return Array.from({ length: projects }, (_, index) => {
    const authors = server.clients.slice(index * perProject, (index + 1) * perProject);
    const project = index + 1;
    const make = () => frame(updateMessage(number++, { tasks, project }));
    const own = Array.from({ length: Math.ceil(frames / projects) }, make);
    return { observer: authors[0], authors, frames: own };
  });
}

/**
 * A thousand clients edit a hundred projects, against ten clients that edit one as often.
 *
 * @param {Settings} settings
 */
async function manyProjects({ rounds, scale, note }) {
  const rate = 2000;
  const kinds = ['ours', 'relay'];
  const plans = { 'one project': 1, '100 projects': scale < 1 ? 20 : 100 };
  const runs = [];
  try {
    for (const [name, projects] of Object.entries(plans)) {
      for (const kind of kinds) runs.push(await startEditing({ name, projects, kind }));
    }
    for (let round = -1; round < rounds; round++) {
      for (const run of inTurn(runs, round)) await edit(run, rate, scale, round < 0);
    }
  } finally {
    for (const { server } of runs) server.end();
  }
  const results = { rate };
  for (const { name, kind, latencies } of runs) {
    results[name] = { ...results[name], [kind]: medians(latencies) };
  }
  for (const name of Object.keys(plans)) {
    const parts = kinds.map((kind) => {
      const { p50, p99 } = results[name][kind];
      return `${kind} p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)} ms`;
    });
    note(`${name}, ${rate} changes/s: ${parts.join('; ')}`);
  }
  return results;
}

/** Ten clients of each project. */
async function startEditing({ name, projects, kind }) {
  const people = { clients: projects * 10, projectOf: (client) => Math.floor(client / 10) + 1 };
  const server = await Load.start({ kind, tasks: EDITED_TASKS, projects }, people);
  await server.handle.ask('setSizes', { change: UPDATE_BYTES });
  return { name, projects, kind, server, latencies: [] };
}

/** For two seconds. */
async function edit({ projects, server, latencies: list }, rate, scale, isWarmUp) {
  const groups = groupsOf(server, projects, EDITED_TASKS, Math.round(rate * 2 * scale));
  const { latencies } = await server.openLoop(groups, rate);
  await server.settle();
  if (!isWarmUp) list.push({ p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) });
}

/**
 * Latency of a project with 20 subscribers as the rate of changes rises.
 *
 * @param {Settings} settings
 */
async function latency({ rounds, scale, note }) {
  const tasks = 1000;
  const rates = scale < 1 ? [1000, 4000] : [500, 1000, 2000, 4000, 6000, 8000, 12_000, 16_000];
  const kinds = ['ours', 'relay', 'plain'];
  const results = {};
  const servers = {};
  try {
    for (const kind of kinds) {
      servers[kind] = await Load.start({ kind, tasks }, { clients: 20 });
      await servers[kind].handle.ask('setSizes', { change: UPDATE_BYTES });
      results[kind] = [];
    }
    for (const rate of rates) {
      const lists = Object.fromEntries(kinds.map((kind) => [kind, []]));
      for (let round = 0; round < Math.min(rounds, 3); round++) {
        for (const kind of inTurn(kinds, round)) {
          const groups = groupsOf(servers[kind], 1, tasks, Math.round(rate * scale));
          const { latencies } = await servers[kind].openLoop(groups, rate);
          await servers[kind].settle();
          lists[kind].push({ p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) });
        }
      }
      for (const kind of kinds) results[kind].push({ rate, ...medians(lists[kind]) });
      const parts = kinds.map((kind) => `${kind} ${results[kind].at(-1).p99.toFixed(1)}`);
      note(`${rate} changes/s to 20 subscribers, p99: ${parts.join(', ')} ms`);
    }
  } finally {
    for (const server of Object.values(servers)) server.end();
  }
  return results;
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

module.exports = { flags, largeDataset, latency, load, manyProjects, memory, submit };
