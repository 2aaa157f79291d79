'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { describeMachine } = require('./support/machine');
const { runScenarios } = require('./support/rounds');
const { pinDriver } = require('./support/server-handle');
const dialects = require('./dialects');
const requests = require('./requests');
const { writeReport } = require('./report');
const { DEFLATE, FAN_OUT, FAST_PATH, SIZES, TABLE } = require('./scenarios');
const rates = require('./rates');
const six = require('./six');
const special = require('./special');
const storage = require('./storage');
const { writeStorageReport } = require('./storage-report');

const HELP = `npm run bench [-- OPTIONS]   measures, and writes docs/performance.md and the figures of docs/reliability.md

  --quick        less than a minute; writes nothing, fails only if something does not complete
  --only NAMES   measures some parts and keeps the other results: ${partNames().join(', ')}
  --rounds N     of each server in each scenario (5)
  --render       measures nothing, writes the page from the last results
`;
const ROOT = path.join(__dirname, '..');
const RESULTS = path.join(ROOT, 'build', 'bench-results.json');
const QUICK_SCENARIOS = ['update', 'add', 'dataset', 'change-dataset', 'fan-out-100-4'];

/** What can be measured by itself; each gives its results under its name. */
function parts() {
  return {
    table: (settings) => runGroups(TABLE, settings),
    'fan-out': (settings) => runGroups(FAN_OUT, settings),
    'fast-path': (settings) => runGroups(FAST_PATH, settings),
    sizes: (settings) => runScenarios(SIZES, settings),
    deflate: (settings) => runGroups(DEFLATE, settings),
    submit: special.submit,
    load: special.load,
    memory: special.memory,
    'large-dataset': special.largeDataset,
    'many-projects': rates.manyProjects,
    latency: rates.latency,
    dialects: dialects.dialects,
    conflicts: dialects.conflicts,
    'catch-up': dialects.catchUp,
    'six-dialects': six.sixDialects,
    locks: six.locks,
    requests: requests.requests,
    storage: storage.storage,
    flags: (settings) =>
      special.flags(settings, require('./compiler-flags').buildAll(settings.note)),
  };
}

function partNames() {
  return Object.keys(parts());
}

/** Scenarios of one group share their servers. */
async function runGroups(scenarios, settings) {
  const groups = new Map();
  for (const scenario of scenarios) {
    const name = scenario.group ?? scenario.id;
    groups.set(name, [...(groups.get(name) ?? []), scenario]);
  }
  const results = {};
  for (const group of groups.values())
    Object.assign(results, await runScenarios([group], settings));
  return results;
}

async function quick(settings) {
  const scenarios = [...TABLE, ...FAN_OUT, ...DEFLATE].filter(({ id }) =>
    QUICK_SCENARIOS.includes(id),
  );
  await runGroups([...scenarios, DEFLATE[0]], settings);
  const {
    flags: _flags,
    runJob: _runJob,
    ...others
  } = { ...special, ...rates, ...dialects, ...six, ...requests, ...storage };
  for (const measure of Object.values(others)) await measure(settings);
}

function readResults() {
  return fs.existsSync(RESULTS) ? JSON.parse(fs.readFileSync(RESULTS, 'utf8')) : {};
}

/** @param {Record<string, string>} rounds of each part */
function describeRounds(rounds) {
  const counts = [...new Set(Object.values(rounds))].sort((one, other) => one - other);
  if (counts.length === 1) return counts[0];
  return counts
    .map(
      (count) =>
        `${count} of ${Object.keys(rounds)
          .filter((name) => rounds[name] === count)
          .join(', ')}`,
    )
    .join('; ');
}

async function main() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean' },
      only: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      render: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const note = (text) => console.log(text);
  if (!values.render) {
    if (!pinDriver()) note('There is no taskset here: nothing is pinned to a core.');
    if (values.quick) {
      await quick({ rounds: 1, scale: 0.1, note });
      return;
    }
    const names = values.only?.split(',') ?? partNames();
    for (const name of names) {
      note(`\n${name}`);
      const measured = await parts()[name]({ rounds: Number(values.rounds), scale: 1, note });
      // Read anew: a run takes long, and what is done must not be lost.
      const before = readResults();
      const rounds = { ...before.rounds, [name]: values.rounds };
      const machine = { ...describeMachine(), Rounds: describeRounds(rounds) };
      const results = { ...before, [name]: measured, rounds, machine };
      fs.mkdirSync(path.dirname(RESULTS), { recursive: true });
      fs.writeFileSync(RESULTS, `${JSON.stringify(results, undefined, 1)}\n`);
    }
  }
  const results = readResults();
  writeReport(results, path.join(ROOT, 'docs'));
  writeStorageReport(results, path.join(ROOT, 'docs'));
}

main().then(
  () => process.exit(),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
