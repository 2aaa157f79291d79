'use strict';

const { Load } = require('./load');
const { frame } = require('./raw-client');
const { median, quantile } = require('./statistics');
const { updateMessage } = require('./workload');

const KINDS = ['ours', 'relay', 'plain'];
// Before anything is measured V8 has to have compiled what runs often.
const WARM_UP_UPDATES = 4000;
const WARM_UP = 0.3;

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
 * Runs scenarios that use the same servers, round by round: in each round every server comes once.
 *
 * @param {import('../scenarios').Scenario[]} scenarios
 * @param {{rounds: number, scale: number, note: (text: string) => void}} settings
 * @returns {Promise<Record<string, Record<string, Result>>>} by scenario, then by server
 */
async function runScenarios(scenarios, { rounds, scale, note }) {
  const [{ plan, kinds = KINDS }] = scenarios;
  const clients = Math.max(...scenarios.map((scenario) => scenario.clients ?? 1));
  /** @type {Map<string, Load>} */
  const loads = new Map();
  try {
    for (const kind of kinds) loads.set(kind, await Load.start({ ...plan, kind }, { clients }));
    for (const load of loads.values()) await warmUp(load, plan.tasks, WARM_UP_UPDATES * scale);
    const results = {};
    for (const scenario of scenarios) {
      results[scenario.id] = await runRounds(scenario, loads, { rounds, scale });
      note(describe(scenario, results[scenario.id]));
    }
    return results;
  } finally {
    for (const load of loads.values()) load.end();
  }
}

/** One client edits alone. */
async function warmUp(load, tasks, count) {
  if (load.clients.length > 1) await load.follow((client) => (client === 0 ? 1 : 2));
  const updates = Array.from({ length: count }, (_, number) => [
    frame(updateMessage(number, { tasks })),
  ]);
  await load.closedLoop(updates);
}

async function runRounds(scenario, loads, { rounds, scale }) {
  const measured = new Map([...loads.keys()].map((kind) => [kind, []]));
  const operations = Math.max(2, Math.round(scenario.operations * scale));
  for (const load of loads.values()) {
    const { clients: count = 1 } = scenario;
    if (load.clients.length > 1) await load.follow((client) => (client < count ? 1 : 2));
  }
  const relay = loads.get('relay');
  for (const [kind, load] of loads) {
    if (kind === 'relay' || scenario.plan.deflate) continue;
    const sizes = await readSizes(scenario, load);
    // The relay has to know what the real server sends.
    if (kind === 'ours') await relay?.handle.ask('setSizes', sizes);
  }
  for (const load of loads.values()) {
    await runOnce(scenario, load, Math.ceil(operations * WARM_UP));
  }
  for (let round = 0; round < rounds; round++) {
    for (const [kind, load] of loads) {
      measured.get(kind).push(await runOnce(scenario, load, operations));
    }
  }
  return Object.fromEntries([...measured].map(([kind, list]) => [kind, medians(list)]));
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
  const { clients: count = 1, authors: authorCount = 1, inFlight = 1, perDelivery } = scenario;
  const messages = Array.from({ length: operations }, (_, index) => scenario.messages(index));
  const receivers = load.clients.slice(0, count);
  const authors = receivers.slice(0, authorCount);
  const [{ bytes: bytesBefore }] = receivers;
  const before = await load.handle.cpu();
  const { latencies, seconds } = await load.closedLoop(messages, { authors, receivers, inFlight });
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

module.exports = { medians, runScenarios };
