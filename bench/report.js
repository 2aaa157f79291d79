'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { targetRows } = require('./targets');
const { barChart, lineChart } = require('./support/svg');

const KINDS = ['ours', 'relay', 'plain'];
const ALL_KINDS = [...KINDS, 'limit'];

/**
 * Writes docs/performance.md and its plots from what was measured; a part that was not is left out.
 *
 * @param {Record<string, any>} results by part, see run.js
 * @param {string} folder
 */
function writeReport(results, folder) {
  const sections = [
    introduction(results),
    targets(results),
    operations(results),
    sizes(results, folder),
    fanOut(results, folder),
    latency(results, folder),
    submit(results),
    dialects(results),
    flags(results),
    deflate(results),
    howItIsDone(),
  ];
  sections.splice(3, 0, operationsPlot(results, folder));
  fs.writeFileSync(path.join(folder, 'performance.md'), sections.filter(Boolean).join('\n'));
}

function introduction({ machine = {} }) {
  return `# Performance

\`npm run bench\` writes this page; nothing in it is written by hand. Every server runs in a process of its own on one core, and is
driven from the other. What counts is the server's own CPU time, user and system, for one operation: the median of the rounds, in
which the servers take turns. Beside it, from the same runs, the time on the clock and the latency that the client saw.

The clients (\`bench/driver\`, in C++) neither sleep nor collect garbage while CPU or latencies are measured. Clients of a real server are on
other machines, and do not cost it anything to wake; here, to wake the client's core would cost the server more than the rest of an
update, whichever server it is. One row below shows that.

- **ours**: this server with its default options.
- **relay**: \`ws\` alone (\`bench/baselines/relay.js\`). It keeps nothing and parses nothing, and sends as many bytes to the same
  subscribers. A server over \`ws\` cannot be cheaper, unless it writes less often.
- **limit**: what the machine itself costs (\`bench/driver/epoll_relay.h\`): the same as the relay on a thread of C++ with epoll, without
  Node. What one wait in the kernel brought goes out in one write to each subscriber.
- **plain**: the same server in plain JavaScript (\`bench/baselines/plain.js\`) as one would write it with care: Maps, one
  \`JSON.parse\` and one \`JSON.stringify\` a message, one buffer for all subscribers, the dataset kept until the next change. It
  passes the examples of [protocol.md](protocol.md), as a test shows.

${table(['', ''], Object.entries(machine))}
Both cores belong to one virtual machine. A load average well over 2 means that other work shared them: then all times are longer,
the latencies (p99 above all) show that work as much as the servers, and the caches are colder, which costs ours and plain more than
the relay. Ratios of medians from servers that take turns hold better than times.
`;
}

function targets(results) {
  const all = targetRows(results);
  const reasons = reasonsOf(all).map(({ what, reason }) => `- **${what}**: ${reason}\n`);
  const rows = all.map(({ what, target, measured, isReached }) => [
    what,
    target,
    measured,
    isReached ? 'yes' : '**no**',
  ]);
  return `## Targets

${table(['scenario', 'target', 'measured', 'reached'], rows)}${reasons.length > 0 ? `\nWhat is missed, and why:\n\n${reasons.join('')}` : ''}`;
}

/** What is known of the scenarios that miss a target; a row without a name belongs to the one above it. */
function reasonsOf(rows) {
  const scenarios = [];
  for (const { what, reason, isReached } of rows) {
    if (what) scenarios.push({ what, reason, isReached: true });
    scenarios.at(-1).isReached &&= isReached;
  }
  return scenarios.filter(({ isReached, reason }) => !isReached && reason);
}

function operations({ table: scenarios, 'fan-out': fanOutResults }) {
  const all = { ...scenarios, ...fanOutResults };
  const titles = titlesOf(all);
  if (titles.length === 0) return '';
  const rows = titles.flatMap(([id, title]) =>
    ALL_KINDS.filter((kind) => all[id][kind]).map((kind) => {
      const { cpu, wall, p50, p99 } = all[id][kind];
      return [
        kind === 'ours' ? title : '',
        kind,
        number(cpu),
        number(wall),
        number(p50),
        number(p99),
      ];
    }),
  );
  return `## Cost of an operation

Microseconds of the server's CPU, microseconds on the clock, latency in milliseconds. In a fan-out the operation is one delivered
message. The latency is that of a closed loop: the next change goes out when the last is back.

${table(['operation', 'server', 'CPU µs', 'clock µs', 'p50 ms', 'p99 ms'], rows)}`;
}

function operationsPlot({ table: scenarios }, folder) {
  if (!scenarios) return '';
  const labels = {
    update: 'one update',
    add: 'one add,\n3,000 siblings',
    dataset: 'dataset,\nunchanged',
    'change-dataset': 'change, dataset,\n10,000 tasks',
  };
  const groups = Object.entries(labels).map(([id, label]) => ({
    label,
    values: Object.fromEntries(KINDS.map((kind) => [kind, scenarios[id][kind].cpu])),
  }));
  const title = 'Server CPU of one operation';
  return plot(folder, 'operations', barChart({ title, yLabel: 'µs, logarithmic', groups }), title);
}

function sizes({ sizes: results }, folder) {
  if (!results) return '';
  const counts = [1000, 10_000, 100_000];
  const kinds = [
    ['update-of', 'update'],
    ['add-to', 'add'],
    ['dataset-of', 'change, then dataset'],
  ];
  const rows = kinds.flatMap(([id, title]) =>
    KINDS.map((kind) => [
      kind === 'ours' ? title : '',
      kind,
      ...counts.map((tasks) => number(results[`${id}-${tasks}`][kind].cpu)),
    ]),
  );
  const charts = kinds.map(([id, title]) => {
    const series = KINDS.map((name) => ({
      name,
      points: counts.map((tasks) => [tasks, results[`${id}-${tasks}`][name].cpu]),
    }));
    const words = `${title[0].toUpperCase()}${title.slice(1)}: server CPU against the size of the project`;
    const chart = lineChart({ title: words, xLabel: 'tasks', yLabel: 'µs', series });
    return plot(folder, id.replace(/-\w+$/, '-size'), chart, words);
  });
  const head = [
    'operation',
    'server',
    ...counts.map((tasks) => `${tasks.toLocaleString('en')} tasks`),
  ];
  return `## Size of the project

Microseconds of CPU. The relay sends the same bytes.

${table(head, rows)}
${charts.join('\n')}`;
}

function fanOut({ 'fan-out': results }, folder) {
  if (!results) return '';
  const series = [1, 4].flatMap((inFlight) =>
    KINDS.map((kind) => ({
      name: inFlight === 1 ? kind : `${kind}, 4`,
      points: [1, 10, 100, 1000]
        .filter((clients) => results[`fan-out-${clients}-${inFlight}`])
        .map((clients) => [clients, results[`fan-out-${clients}-${inFlight}`][kind].cpu]),
    })),
  );
  const charts = [1, 4].map((inFlight) => {
    const own = series.slice(inFlight === 1 ? 0 : 3).slice(0, 3);
    const title = `Server CPU of a delivered message, ${inFlight} ${inFlight === 1 ? 'change' : 'changes'} in flight`;
    const chart = lineChart({
      title,
      xLabel: 'subscribers',
      yLabel: 'µs',
      series: own.map(({ points }, index) => ({ name: KINDS[index], points })),
    });
    return plot(folder, `fan-out-${inFlight}`, chart, title);
  });
  return `## Subscribers

Each subscriber gets one write for all that a turn of the event loop brought, and subscribers that got the same share the bytes. With
one change in flight there is nothing to put together, and a delivery costs what a write to a socket costs; with several, that
cost is divided by their number.

${charts.join('\n')}`;
}

function latency({ latency: results, 'many-projects': projects }, folder) {
  if (!results) return '';
  const charts = ['p50', 'p99'].map((share) => {
    const series = KINDS.map((name) => ({
      name,
      points: results[name].map((result) => [result.rate, result[share]]),
    }));
    const title = `Latency under load, ${share}, 20 subscribers`;
    const chart = lineChart({ title, xLabel: 'changes a second', yLabel: 'ms', series });
    return plot(folder, `latency-${share}`, chart, title);
  });
  const many = projects
    ? `\nMany projects: the latency of each message for each of those who get it. Where few clients edit one project, they get as many
messages in all as the thousand in a hundred projects; a thousand in one project get a hundred times as many, so all edit slowly there.

${table(
  ['', 'changes a second', 'ours p50', 'ours p99', 'relay p50', 'relay p99'],
  Object.entries(projects).map(([name, { rate, ...kinds }]) => [
    name.replace(', slowly', ''),
    rate.toLocaleString('en'),
    ...['ours', 'relay'].flatMap((kind) => {
      const { p50, p99 } = kinds[kind];
      return [`${number(p50)} ms`, `${number(p99)} ms`];
    }),
  ]),
)}`
    : '';
  return `## Latency under load

Changes come at a fixed rate, whether the server keeps up or not, and a latency begins when its change was due. Beyond what a
server can do its latency grows for as long as the run takes.

${charts.join('\n')}${many}`;
}

function submit({ submit: results, load, memory, 'large-dataset': large }) {
  if (!results) return '';
  const rows = Object.entries(results).map(([size, { ours, plain }]) => [
    size,
    number(ours.cpu),
    number(plain.cpu),
    `${number(plain.cpu / ours.cpu)} ×`,
  ]);
  const parts = [
    `## Inside the process

\`project.submit\`: read, resolve, rebase, apply, log, encode. Microseconds of CPU, without sockets.

${table(['message', 'ours', 'plain', 'plain / ours'], rows)}`,
  ];
  if (load && memory) {
    const megabytes = (bytes) => `${number(bytes / 1e6)} MB`;
    const kinds = ['ours', 'plain'];
    parts.push(`100,000 tasks, a file of ${megabytes(memory.ours.file)}:

${table(
  ['', ...kinds],
  [
    ['load', ...kinds.map((kind) => `${number(load[kind].milliseconds)} ms`)],
    ['event loop blocked meanwhile', ...kinds.map((kind) => `${number(load[kind].blocked)} ms`)],
    ['memory that the project takes', ...kinds.map((kind) => megabytes(memory[kind].bytes))],
    ...(large
      ? [
          [
            `${large.clients} clients ask for ${megabytes(large.ours.bytes)} at once: memory grows by`,
            ...kinds.map((kind) => megabytes(Math.max(0, large[kind].grown))),
          ],
        ]
      : []),
  ],
)}`);
  }
  return parts.join('\n');
}

function dialects({ dialects: results, conflicts, 'catch-up': catchUp }) {
  if (!results || !conflicts || !catchUp) return '';
  const rows = Object.entries(results).map(([people, { one, three }]) => [
    people,
    number(one),
    number(three),
    `${number(three / one)} ×`,
  ]);
  return `## Dialects

A change that a \`commands\` client makes, for subscribers that all speak \`commands\`, and for as many of which a third each speaks
\`commands\`, \`flat\` and \`sync\`. Microseconds of the server's CPU.

${table(['', 'one dialect', 'three', 'three / one'], rows)}
In the process \`project.submit\` takes ${number(conflicts.usual)} µs for the broadcast alone, ${number(conflicts.outcome)} µs with the object that
tells who gets what, ${number(conflicts.checked)} µs when it also looks for conflicts and finds none, and ${number(conflicts.three)} µs for subscribers of
all three dialects.

A \`sync\` client that asks for the last 1,000 revisions gets ${number(catchUp.bytes / 1000)} kB for ${number(catchUp.ours)} µs; the relay sends as many bytes
for ${number(catchUp.relay)} µs.
`;
}

function flags({ flags: results }) {
  if (!results) return '';
  const rows = Object.entries(results).map(([name, result]) => [
    name,
    number(result['600 B']),
    number(result['10 kB']),
    `${number(result.bytes / 1e6)} MB`,
  ]);
  return `## Compiler flags

\`project.submit\`, microseconds. The shipped addon is compiled with a profile of itself at work (\`scripts/train.js\`, other data and
changes than those measured here). It asks for no instructions that not every 64-bit machine has; simdjson picks its kernel at
run time.

${table(['flags', '600 B', '10 kB', 'size'], rows)}`;
}

function deflate({ deflate: results, table: scenarios }) {
  if (!results || !scenarios) return '';
  const rows = [
    ['one update', scenarios.update, results['deflate-update']],
    ['dataset of 150 tasks, unchanged', scenarios.dataset, results['deflate-dataset']],
  ].map(([title, off, on]) => [
    title,
    `${number(off.ours.cpu)} µs`,
    `${number(off.ours.bytes)} B`,
    `${number(on.ours.cpu)} µs`,
    `${number(on.ours.bytes)} B`,
  ]);
  return `## Compression

\`perMessageDeflate\` is off by default. With it, every message of 1,024 bytes or more (its \`threshold\`) is compressed anew for every
subscriber, with the history of that connection, so nothing is shared. Shorter ones go out as without it.

${table(['', 'off', 'sent', 'on', 'sent'], rows)}`;
}

function howItIsDone() {
  return `## What makes the difference

- A change is never parsed or built in JavaScript: one call into C++ takes the bytes and puts the broadcast into pooled memory.
- \`lib/net/fast/direct-reads.js\`, \`lib/net/fast/direct-writes.js\`: what goes in and out passes Node's streams by, in one buffer and with one request
  for all sockets. So there is little garbage: a collection while a thousand clients edited held up all of them.
- \`lib/net/fast/inbox.js\`: a message that comes whole and in one frame is read where it was received; ws reads the others.
- \`lib/net/fast/outbox.js\`, \`lib/net/fast/turn.js\` and \`lib/net/fast/frames.js\`: one write per subscriber and turn, framed once for all.
- Every record keeps its text, and a dataset the pieces of text that did not change; all who ask for it are sent the same buffers.
- Loading happens on another thread.
`;
}

/** The scenarios that were measured, with their titles. */
function titlesOf(all) {
  const { FAN_OUT, TABLE } = require('./scenarios');
  return [...TABLE, ...FAN_OUT].filter(({ id }) => all[id]).map(({ id, title }) => [id, title]);
}

function plot(folder, name, svg, title) {
  const file = `performance-${name}.svg`;
  fs.writeFileSync(path.join(folder, file), svg);
  return `![${title}](${file})\n`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---|').join('')}`, ...rows.map(line), ''].join('\n');
}

function number(value) {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return Number(value.toPrecision(2)).toString();
}

module.exports = { writeReport };
