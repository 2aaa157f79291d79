'use strict';

const { Load } = require('./support/load');
const { frame } = require('./support/raw-client');
const { inTurn, medians } = require('./support/rounds');
const { quantile } = require('./support/statistics');
const { updateMessage } = require('./support/workload');

// Latencies of changes that come at a rate, whatever comes back.

/** @typedef {import('./special').Settings} Settings */

// Of the broadcast of one update.
const UPDATE_BYTES = 585;
// In each of many projects.
const EDITED_TASKS = 1000;
// Until then V8 still moves what a thousand new connections will keep.
const SETTLING_ROUNDS = 5;
const KINDS = ['ours', 'relay'];

/** Groups of clients, each of one project, with the frames that they send. */
function groupsOf(server, projects, tasks, frames) {
  const perProject = server.clients.length / projects;
  let number = 0;
  return Array.from({ length: projects }, (_, index) => {
    const people = server.clients.slice(index * perProject, (index + 1) * perProject);
    const project = index + 1;
    const make = () => frame(updateMessage(number++, { tasks, project }));
    const own = Array.from({ length: Math.ceil(frames / projects) }, make);
    return { people, frames: own };
  });
}

function quantiles(latencies) {
  return { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
}

/**
 * A thousand clients that edit a hundred projects, ten each, against one project that is edited as often: by ten clients, which
 * then get as many messages in all, or by all the thousand.
 *
 * @param {Settings} settings
 */
async function manyProjects({ rounds, scale, note }) {
  const many = scale < 1 ? 20 : 100;
  const people = { one: [1, 10], many: [many, 10 * many], crowd: [1, 10 * many] };
  const measures = [
    { name: 'one project, 10 clients', who: 'one', rate: 2000 },
    { name: '100 projects, 1,000 clients', who: 'many', rate: 2000 },
    { name: 'one project, 10 clients, slowly', who: 'one', rate: 100 },
    { name: 'one project, 1,000 clients, slowly', who: 'crowd', rate: 100 },
    { name: '100 projects, 1,000 clients, slowly', who: 'many', rate: 100 },
  ];
  const servers = {};
  const runs = [];
  try {
    for (const kind of KINDS) {
      for (const [who, [projects, clients]] of Object.entries(people)) {
        servers[who + kind] = await startEditing({ projects, clients, kind });
      }
      for (const measure of measures) {
        const [projects] = people[measure.who];
        const server = servers[measure.who + kind];
        runs.push({ ...measure, kind, projects, server, latencies: [] });
      }
    }
    for (let round = scale < 1 ? -1 : -SETTLING_ROUNDS; round < rounds; round++) {
      for (const run of inTurn(runs, round)) await edit(run, scale, round < 0);
    }
  } finally {
    for (const server of Object.values(servers)) server.end();
  }
  const results = {};
  for (const { name, rate, kind, latencies } of runs) {
    results[name] = { ...results[name], rate, [kind]: medians(latencies) };
  }
  for (const [name, result] of Object.entries(results)) {
    const parts = KINDS.map((kind) => {
      const { p50, p99 } = result[kind];
      return `${kind} p50 ${p50.toFixed(3)}, p99 ${p99.toFixed(3)} ms`;
    });
    note(`${name}, ${result.rate} changes/s: ${parts.join('; ')}`);
  }
  return results;
}

async function startEditing({ projects, clients, kind }) {
  const projectOf = (client) => Math.floor((client * projects) / clients) + 1;
  const server = await Load.start({ kind, tasks: EDITED_TASKS, projects }, { clients, projectOf });
  await server.handle.ask('setSizes', { change: UPDATE_BYTES });
  return server;
}

/** For two seconds. */
async function edit({ projects, rate, server, latencies: list }, scale, isWarmUp) {
  const groups = groupsOf(server, projects, EDITED_TASKS, Math.ceil(rate * 2 * scale));
  const { latencies } = server.openLoop(groups, rate);
  await server.settle();
  if (!isWarmUp) list.push(quantiles(latencies));
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
          const { latencies } = servers[kind].openLoop(groups, rate);
          await servers[kind].settle();
          lists[kind].push(quantiles(latencies));
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

module.exports = { latency, manyProjects };
