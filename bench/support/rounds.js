'use strict';

const { Load } = require('./load');
const { frame } = require('./raw-client');
const { median, quantile } = require('./statistics');
const { datasetRequest, updateMessage } = require('./workload');

const KINDS = ['ours', 'relay', 'plain', 'limit'];
/** Those that send as many bytes as they are told. */
const RELAYS = ['relay', 'limit'];
// Before anything is measured V8 has to have compiled what runs often.
const WARM_UP_UPDATES = 4000;
const WARM_UP_DATASETS = 500;
const WARM_UP_ROWS = 3_000_000;
/** Where clients ask one by one: of requests over HTTP V8 compiles something up to the nine thousandth. */
const WARM_UP_ROUNDS = 3;

/**
 * What was measured of one server in one scenario: medians over the rounds.
 *
 * @typedef {object} Result
 * @property {number} cpu microseconds of the server for each operation
 * @property {number} wall microseconds
 * @property {number} p50 milliseconds
 * @property {number} p99 milliseconds
 * @property {number} bytes sent for each operation
 */

/**
 * Runs scenarios round by round: in each round every server comes once.
 *
 * @param {import('../scenarios').Scenario[][]} groups each has servers of its own for all its scenarios. Those at the same
 *   place in several groups take turns, so that they can be compared with each other
 * @param {{rounds: number, scale: number, note: (text: string) => void}} settings
 * @returns {Promise<Record<string, Record<string, Result>>>} by scenario, then by server
 */
async function runScenarios(groups, { rounds, scale, note }) {
  /** @type {Map<string, Load>[]} */
  const servers = [];
  try {
    for (const group of groups) servers.push(await startServers(group, scale));
    const results = {};
    for (const index of groups[0].keys()) {
      const runs = groups.map((group, place) => ({
        scenario: group[index],
        loads: servers[place],
        operations: Math.max(2, Math.round(group[index].operations * scale)),
      }));
      Object.assign(results, await runRounds(runs, rounds));
      for (const { scenario } of runs) note(describe(scenario, results[scenario.id]));
    }
    return results;
  } finally {
    for (const load of servers.flatMap((loads) => [...loads.values()])) load.end();
  }
}

/** One of each kind, warmed up. */
async function startServers(scenarios, scale) {
  const [{ plan, kinds = KINDS }] = scenarios;
  const clients = Math.max(...scenarios.map((scenario) => scenario.clients ?? 1));
  const loads = new Map();
  for (const kind of kinds) loads.set(kind, await Load.start({ ...plan, kind }, { clients }));
  for (const load of loads.values()) await warmUp(load, plan.tasks, scale);
  return loads;
}

/** One client edits alone, and loads the project again and again. */
async function warmUp(load, tasks, scale) {
  if (load.clients.length > 1) await load.follow((client) => (client === 0 ? 1 : 2));
  const updates = Array.from({ length: WARM_UP_UPDATES * scale }, (_, number) => [
    frame(updateMessage(number, { tasks })),
  ]);
  load.closedLoop(updates);
  const datasets = Math.min(WARM_UP_DATASETS, WARM_UP_ROWS / tasks) * scale;
  const request = [frame(datasetRequest(1))];
  load.closedLoop(Array.from({ length: Math.ceil(datasets) }, () => request));
}

/** The scenarios of all runs, in turn. */
async function runRounds(runs, rounds) {
  const measured = new Map();
  for (const { scenario, loads, operations } of runs) {
    await prepare(scenario, loads);
    for (const load of loads.values()) {
      await runOnce(scenario, load, operations);
      measured.set(load, []);
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const { scenario, loads, operations } of runs) {
      for (const load of inTurn([...loads.values()], round)) {
        measured.get(load).push(await runOnce(scenario, load, operations));
      }
    }
  }
  return Object.fromEntries(
    runs.map(({ scenario, loads }) => [
      scenario.id,
      Object.fromEntries([...loads].map(([kind, load]) => [kind, medians(measured.get(load))])),
    ]),
  );
}

/** Those clients follow the project that the scenario has, and the relays know what the real server sends. */
async function prepare(scenario, loads) {
  for (const load of loads.values()) {
    const { clients: count = 1 } = scenario;
    if (load.clients.length > 1) await load.follow((client) => (client < count ? 1 : 2));
  }
  for (const [kind, load] of loads) {
    if (RELAYS.includes(kind) || scenario.plan.deflate) continue;
    const sizes = await readSizes(scenario, load);
    if (kind !== 'ours') continue;
    for (const relay of RELAYS) await loads.get(relay)?.handle.ask('setSizes', sizes);
  }
}

/** What the answers to the messages of an operation are long: the change, then the dataset. */
async function readSizes(scenario, load) {
  const sizes = {};
  for (const message of scenario.messages(0)) {
    const [client] = load.clients;
    const answer = client.messageThatBegins('{"command":"');
    client.write(message);
    const { size, beginning } = await answer;
    if (!beginning.includes('"data":{')) throw new Error(`Not done, but answered: ${beginning}`);
    if (message.length < 100) sizes.dataset = size;
    else sizes.change = size;
    await load.settle();
  }
  return sizes;
}

async function runOnce(scenario, load, operations) {
  const {
    clients: count = 1,
    authors: authorCount = 1,
    inFlight = 1,
    perDelivery,
    sleeps,
  } = scenario;
  const messages = Array.from({ length: operations }, (_, index) => scenario.messages(index));
  const receivers = load.clients.slice(0, count);
  const authors = receivers.slice(0, authorCount);
  const [{ bytes: bytesBefore }] = receivers;
  const before = await load.handle.cpu();
  const { latencies, seconds } = load.closedLoop(messages, {
    authors,
    receivers,
    inFlight,
    sleeps,
  });
  const cpu = (await load.handle.cpu()) - before;
  const each = perDelivery ? operations * count : operations;
  return {
    cpu: cpu / each,
    wall: (seconds * 1e6) / each,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    bytes: (receivers[0].bytes - bytesBefore) / operations,
  };
}

/** The median of every number. */
function medians(list) {
  if (!list[0]) return {};
  return Object.fromEntries(
    Object.keys(list[0]).map((key) => [key, median(list.map((item) => item[key]))]),
  );
}

function describe({ title }, results) {
  const parts = Object.entries(results).map(([kind, { cpu }]) => `${kind} ${cpu.toFixed(2)}`);
  return `${title}: ${parts.join(', ')} µs`;
}

/**
 * Who comes behind a server that works for long finds the caches cold, so it is not always the same one.
 *
 * @template T
 * @param {T[]} list
 * @param {number} round
 * @returns {T[]}
 */
function inTurn(list, round) {
  const first = Math.max(0, round) % list.length;
  return [...list.slice(first), ...list.slice(0, first)];
}

/**
 * Measures servers whose clients ask one by one, in turn, until V8 has compiled what they run, and then in so many rounds.
 *
 * @template Server
 * @template {string} Name
 * @param {Record<Name, Server>} servers
 * @param {number} rounds
 * @param {(server: Server) => Promise<number>} costOf
 * @returns {Promise<Record<Name, number>>} medians
 */
async function mediansInTurn(servers, rounds, costOf) {
  const entries = /** @type {[Name, Server][]} */ (Object.entries(servers));
  const measured = new Map(entries.map(([name]) => [name, []]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (const [name, server] of inTurn(entries, round)) {
      const cost = await costOf(server);
      if (round >= 0) measured.get(name).push(cost);
    }
  }
  return /** @type {any} */ (
    Object.fromEntries(entries.map(([name]) => [name, median(measured.get(name))]))
  );
}

module.exports = { inTurn, medians, mediansInTurn, runScenarios };
