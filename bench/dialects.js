'use strict';

const { Load } = require('./support/load');
const { RawClient, frame } = require('./support/raw-client');
const { medians } = require('./support/rounds');
const { ServerHandle } = require('./support/server-handle');
const { LOGIN, VERSION, datasetRequest, updateMessage } = require('./support/workload');

// What several dialects in one project cost, what a look for conflicts costs, and what it costs to catch up.

/** @typedef {import('./special').Settings} Settings */

const TASKS = 1000;
const SYNC_PATH = '/gantt-sync?project=1';
// What a client says so that the server answers at once: everything before it has been handled.
const BARRIERS = {
  commands: { asks: VERSION, answer: '{"command":"version"' },
  flat: { asks: VERSION, answer: '{"command":"version"' },
  sync: { asks: Buffer.from('{"type":"nothing"}'), answer: '{"type":"error"' },
};
const ENTRIES = {
  commands: [LOGIN, datasetRequest(1)],
  flat: [
    Buffer.from('{"command":"login","login":"a"}'),
    Buffer.from('{"command":"dataset","project":1}'),
  ],
  sync: [],
};
const DIALECTS = Object.keys(ENTRIES);

/** @returns {Promise<RawClient>} that follows project 1 */
async function enter(port, dialect) {
  const client = await RawClient.open(port, { path: dialect === 'sync' ? SYNC_PATH : '/' });
  for (const message of ENTRIES[dialect]) client.write(frame(message));
  await handled(client, dialect);
  return client;
}

function handled(client, dialect) {
  const { asks, answer } = BARRIERS[dialect];
  const answered = client.messageThatBegins(answer);
  client.write(frame(asks));
  return answered;
}

/** A server with one project and a subscriber for each of the dialects, the first of which is the author. */
async function serve(kind, spoken) {
  const handle = new ServerHandle();
  const { port } = await handle.ask('start', { kind, tasks: TASKS });
  const load = new Load(handle, [], kind);
  for (const dialect of spoken) load.clients.push(await enter(port, dialect));
  for (const [index, client] of load.clients.entries()) await handled(client, spoken[index]);
  return load;
}

let number = 0;

/** Microseconds of the server for one change that all subscribers get. */
async function changeCost(load, count) {
  const changes = Array.from({ length: count }, () => [
    frame(updateMessage(number++, { tasks: TASKS })),
  ]);
  const before = await load.handle.cpu();
  load.closedLoop(changes, { authors: [load.clients[0]], receivers: load.clients });
  return { cpu: ((await load.handle.cpu()) - before) / count };
}

/**
 * Changes in a project whose subscribers speak three dialects, and in one where as many speak one.
 *
 * @param {Settings} settings
 */
async function dialects({ rounds, scale, note }) {
  const results = {};
  for (const each of [1, 10]) {
    const people = {
      one: Array.from({ length: 3 * each }, () => 'commands'),
      three: Array.from({ length: 3 * each }, (_, index) => DIALECTS[index % 3]),
    };
    const count = Math.ceil((each === 1 ? 4000 : 1500) * scale);
    const loads = {};
    const measured = { one: [], three: [] };
    try {
      for (const [name, list] of Object.entries(people)) loads[name] = await serve('ours', list);
      for (let round = -1; round < rounds; round++) {
        for (const [name, load] of Object.entries(loads)) {
          const result = await changeCost(load, count);
          if (round >= 0) measured[name].push(result);
        }
      }
    } finally {
      for (const load of Object.values(loads)) load.end();
    }
    const [one, three] = [medians(measured.one).cpu, medians(measured.three).cpu];
    results[`${3 * each} subscribers`] = { one, three };
    note(`${3 * each} subscribers: one dialect ${one.toFixed(1)}, three ${three.toFixed(1)} µs`);
  }
  return results;
}

/**
 * A change with and without a look for conflicts, in the process.
 *
 * @param {Settings} settings
 */
async function conflicts({ rounds, scale, note }) {
  const handle = new ServerHandle();
  const list = [];
  try {
    for (let round = 0; round < rounds; round++) {
      list.push(await handle.ask('job', { name: 'terms', count: Math.ceil(10_000 * scale) }));
    }
  } finally {
    handle.end();
  }
  const results = medians(list);
  const parts = Object.entries(results).map(([name, cpu]) => `${name} ${cpu.toFixed(2)}`);
  note(`submit on terms: ${parts.join(', ')} µs`);
  return results;
}

/**
 * A `sync` client asks for the last thousand revisions; the relay sends as many bytes.
 *
 * @param {Settings} settings
 */
async function catchUp({ rounds, scale, note }) {
  const revisions = 1000;
  const ours = await serve('ours', ['commands', 'sync']);
  const relay = await serve('relay', ['commands']);
  try {
    await changeCost(ours, revisions);
    const [, client] = ours.clients;
    await handled(client, 'sync');
    const request = frame(Buffer.from('{"type":"request_delta","payload":{"lastRevision":0}}'));
    const bytesBefore = client.bytes;
    ours.closedLoop([[request]], { authors: [client], answers: revisions });
    const bytes = client.bytes - bytesBefore;
    await relay.handle.ask('setSizes', { dataset: bytes });

    const count = Math.ceil(200 * scale);
    const servers = {
      ours: () => askOften(ours, client, request, { count, answers: revisions }),
      relay: () =>
        askOften(relay, relay.clients[0], frame(datasetRequest(1)), { count, answers: 1 }),
    };
    const measured = { ours: [], relay: [] };
    for (let round = -1; round < rounds; round++) {
      for (const [kind, run] of Object.entries(servers)) {
        const result = await run();
        if (round >= 0) measured[kind].push(result);
      }
    }
    const results = { bytes, ours: medians(measured.ours).cpu, relay: medians(measured.relay).cpu };
    note(
      `${revisions} revisions, ${bytes} B: ours ${results.ours.toFixed(0)}, ` +
        `relay ${results.relay.toFixed(0)} µs`,
    );
    return results;
  } finally {
    ours.end();
    relay.end();
  }
}

async function askOften(load, client, request, { count, answers }) {
  const requests = Array.from({ length: count }, () => [request]);
  const before = await load.handle.cpu();
  load.closedLoop(requests, { authors: [client], answers });
  return { cpu: ((await load.handle.cpu()) - before) / count };
}

module.exports = { catchUp, conflicts, dialects };
