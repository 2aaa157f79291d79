'use strict';

/*
 * Three charts edit at once, each over a line of its own that is cut at any message, falls silent or becomes slow by lot, and with a
 * token that soon ends; every other time the server is started anew on its journal, every third the page sleeps for an hour. In the
 * end each edit is there once, or its author was told that it is not, and all charts and a fresh one show the same.
 *
 *   BROWSER_TORMENTS=200 BROWSER_TORMENT_SEED=1 npm run test:browser -- torments
 *
 * One takes about half a minute.
 */

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { BadNetwork } = require('./support/bad-network');
const { Stage } = require('./support/stage');
const { Random } = require('../support/random');

const COUNT = Number(process.env.BROWSER_TORMENTS ?? 2);
const FIRST_SEED = Number(process.env.BROWSER_TORMENT_SEED ?? 1);
const CHARTS = 3;
const TURNS = 6;
const SHARES = { before: 0.02, behind: 0.02, silent: 0.01, slow: 0.03 };
// Long enough for a chart that calculates on a busy machine, short enough for a line that fell silent to be noticed.
const PATIENCE = { heartbeatInterval: 1000, heartbeatTimeout: 2000, connectTimeout: 4000 };
/** How long a token lasts, in milliseconds, from its making on. */
const TOKEN_LASTS = { least: 2000, most: 8000 };
const HOUR_MS = 3_600_000;
/** A parent of each chart's own: two who add below one at once end in different orders, which is the library's. */
const PARENTS = ['ground', 'inside', 'party'];

/** @type {Stage} */
let stage;
/** Of each chart one, from the first torment on. @type {BadNetwork[]} */
let lines = [];
/** @type {string} */
let folder;
before(async () => {
  if (COUNT === 0) return;
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'torments-'));
  stage = await Stage.open({
    charts: CHARTS,
    server: {
      storage: `sqlite:${path.join(folder, 'journal.db')}`,
      verifyToken: (token) => {
        const [userName, lasts] = token.split('/');
        return { userName, group: 'user', expires: Date.now() + Number(lasts) };
      },
    },
  });
  await stage.page.clock.install();
  await stage.page.clock.resume();
  await open();
});
after(async () => {
  await Promise.all(lines.map((line) => line.close()));
  await stage?.close();
  if (folder) fs.rmSync(folder, { recursive: true });
});

/** Puts each chart behind a line of its own, and waits until it has loaded over it. */
async function open() {
  const { port } = stage.demo.server;
  lines = await Promise.all(Array.from({ length: CHARTS }, () => BadNetwork.open(port, SHARES)));
  await stage.page.evaluate(
    async ({ toPorts, patience }) => {
      globalThis.tokenLasts = () => 1e9;
      await Promise.all(
        globalThis.demo.panels.map(async (panel, chart) => {
          const url = `ws://127.0.0.1:${toPorts[chart]}`;
          // A token is of one name, and a fresh chart takes that of the first.
          const name = chart === 0 ? 'Fresh' : `Chart ${chart}`;
          panel.input.value = name;
          const password = () => `${name}/${globalThis.tokenLasts()}`;
          Object.assign(panel.options, patience, { url, password, retryDelay: () => 20 });
          await panel.login();
        }),
      );
    },
    { toPorts: lines.map((line) => line.port), patience: PATIENCE },
  );
  await stage.quiet();
}

/** What one chart does in a turn. */
function draw(random, seed, chart, turn) {
  const label = `${seed}-${chart}-${turn}`;
  const kind = random.int(3);
  if (kind === 0)
    return [({ add }, [parent, name]) => void add(parent, { name }), [PARENTS[chart], label]];
  if (kind === 1)
    return [
      ({ task }, [id, days]) => {
        task(id).duration = days;
      },
      [['dig', 'floor', 'cake'][chart], 1 + random.int(8)],
    ];
  return [
    ({ task }, [name]) => {
      task('walls').name = name;
    },
    [label],
  ];
}

/** Has the tokens of from now on end soon, or not. @param {boolean} isSoon */
const endTokens = (isSoon) =>
  stage.page.evaluate(
    ([least, most]) =>
      void (globalThis.tokenLasts = () => Math.round(least + Math.random() * (most - least))),
    isSoon ? [TOKEN_LASTS.least, TOKEN_LASTS.most] : [HOUR_MS * 24, HOUR_MS * 24],
  );

/** The machine of the page sleeps: its lines are gone, and its clock has gone on. */
async function sleep() {
  for (const line of lines) line.cut();
  await stage.page.clock.fastForward(HOUR_MS);
}

/** Starts the server anew on what it has kept, at the same port. */
async function restart() {
  const { startDemo } = await import('../../demo/start.js');
  const { port } = stage.demo.server;
  await stage.demo.close();
  stage.demo = await startDemo({ port, ...stage.serverOptions });
}

if (COUNT === 0) test('torments of three charts', { skip: 'BROWSER_TORMENTS says how many' });

for (let seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed++)
  test(
    `torment ${seed}: nothing is lost, nothing is there twice, all see the same`,
    { timeout: 180_000 },
    async () => {
      const random = new Random(seed);
      await stage.reset();
      await stage.page.evaluate('tools.forgive()');
      const wanted = [];
      await endTokens(true);
      for (const line of lines) line.begin(new Random(random.int(2 ** 31)));
      for (const line of lines) line.cut();
      for (let turn = 0; turn < TURNS; turn++) {
        const edits = lines.map((_, chart) => draw(random, seed, chart, turn));
        for (const [, given] of edits) if (PARENTS.includes(given[0])) wanted.push(given[1]);
        await stage.bursts(edits.map((edit) => [edit]));
        if (seed % 2 === 0 && turn === TURNS / 2) await restart();
        if (seed % 3 === 0 && turn === 1) await sleep();
      }
      await endTokens(false);
      for (const line of lines) line.calm();
      // Places below a parent are the library's: see docs/client.md, "Known limitations".
      const shown = await stage.agreeAfterLoading();
      for (const name of wanted) {
        const count = shown.filter((text) => text.includes(`"${name}"`)).length;
        assert.equal(count, 1, `${name}: ${JSON.stringify(lines.map(({ happened }) => happened))}`);
      }
    },
  );
