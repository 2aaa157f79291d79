'use strict';

const assert = require('node:assert/strict');
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { text } = require('node:stream/consumers');
const { test } = require('node:test');
const { runServer } = require('../support/child-process');
const { KeptFile } = require('../support/kept-file');
const { runTool } = require('../support/tool-stage');
const { TestClient } = require('../support/test-client');

const SERVER = path.join(__dirname, '..', '..', 'server.js');
const HAS_LIMITS = spawnSync('prlimit', ['--version']).status === 0;
const skip = HAS_LIMITS ? false : 'There is no prlimit';

/** A file of kept revisions that nobody has: of ann and bob, in turn. */
async function keptFile(t, noteLength = 500) {
  const kept = new KeptFile(t);
  const tasksData = Array.from({ length: 100 }, (_, i) => ({
    id: i + 1,
    note: 'x'.repeat(noteLength),
  }));
  await kept.load({ tasksData });
  for (let i = 0; i < 50; i++)
    await kept.change(
      { tasks: { updated: [{ id: 1 + i, note: `y${i}` }] } },
      i % 2 ? 'ann' : 'bob',
    );
  await kept.close();
  return { ...kept, at: (name) => path.join(kept.folder, name) };
}

/** Runs a tool that can make no file larger than that. */
async function runLimited(bytes, ...args) {
  const child = spawn('prlimit', [`--fsize=${bytes}:unlimited`, process.execPath, SERVER, ...args]);
  const ended = new Promise((resolve) => {
    child.once('close', resolve);
  });
  const [said, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { said, errors, code };
}

/** It has failed, and said why in one line with a code. */
function assertRefused({ said, errors, code }) {
  assert.equal(code, 1);
  assert.equal(said, '');
  assert.match(errors, /^gantt-sync-server: [^\n]*\(ERR_STORAGE_(FULL|FAILED)\)\n$/);
}

async function assertIsWell(file, revisions) {
  const { said } = await runTool('check', '--storage', `sqlite:${file}`);
  assert.match(said, new RegExp(`^${revisions} revisions .* all is well\n$`));
}

test('a backup that finds the disk full leaves no half', { skip }, async (t) => {
  const { file, at } = await keptFile(t);
  const args = ['backup', '--storage', `sqlite:${file}`, '--to', at('copy.db')];
  assertRefused(await runLimited(16384, ...args));
  assert.ok(!fs.existsSync(at('copy.db')));
  await assertIsWell(file, 50);
  assert.equal((await runTool(...args)).code, 0);
  await assertIsWell(at('copy.db'), 50);
});

test(
  'a name that cannot be forgotten on a full disk stays as it was, and goes when there is room',
  { skip },
  async (t) => {
    const { file } = await keptFile(t);
    const args = ['forget', '--storage', `sqlite:${file}`, '--user=ann'];
    assertRefused(await runLimited(8192, ...args));
    const ofAnn = () =>
      runTool('history', '--storage', `sqlite:${file}`, '--user=ann', '--limit=99');
    assert.equal((await ofAnn()).said.split('\n').length, 26);
    await assertIsWell(file, 50);
    assert.equal((await runTool(...args, '--as=x')).said, '"x" stands in its place\n');
    assert.equal((await ofAnn()).said, '');
  },
);

test('a restore that cannot be kept is none', { skip }, async (t) => {
  const { file } = await keptFile(t);
  const args = ['restore', '--storage', `sqlite:${file}`, '--revision=0'];
  assertRefused(await runLimited(4096, ...args));
  await assertIsWell(file, 50);
  assert.equal((await runTool(...args)).said, 'Revision 51 did it\n');
});

test(
  'a project that cannot be imported is not there, and is when there is room',
  { skip },
  async (t) => {
    const { file, at } = await keptFile(t);
    const { said } = await runTool('export', '--storage', `sqlite:${file}`);
    fs.writeFileSync(at('one.json'), said);
    const args = ['import', '--storage', `sqlite:${at('new.db')}`, '--from', at('one.json')];
    assertRefused(await runLimited(65536, ...args));
    await assertIsWell(at('new.db'), 0);
    assert.equal((await runTool(...args)).said, 'Project "1" is kept with 50 revisions\n');
  },
);

test(
  'an export to a full disk says so in one line',
  { skip: !fs.existsSync('/dev/full') },
  async (t) => {
    const { file } = await keptFile(t);
    const full = fs.openSync('/dev/full', 'w');
    const args = [SERVER, 'export', '--storage', `sqlite:${file}`];
    const { status, stderr } = spawnSync(process.execPath, args, {
      stdio: ['ignore', full, 'pipe'],
    });
    fs.closeSync(full);
    assert.equal(status, 1);
    assert.match(String(stderr), /^gantt-sync-server: standard output: ENOSPC: [^\n]*\n$/);
  },
);

test('who reads no more of an export ends it, without a word', async (t) => {
  const { file } = await keptFile(t);
  const child = spawn(process.execPath, [SERVER, 'export', '--storage', `sqlite:${file}`]);
  child.stdout.destroy();
  const [errors] = await Promise.all([
    text(child.stderr),
    new Promise((resolve) => {
      child.once('close', resolve);
    }),
  ]);
  assert.equal(errors, '');
});

test(
  'where the disk is too full for a snapshot, changes are kept; what is needless goes when there is room',
  { skip },
  async (t) => {
    const { file } = await keptFile(t, 80_000);
    const storage = `--storage=sqlite:${file}`;
    const server = runServer(t, ['--port=0', '--host=127.0.0.1', '--keep-history=1', storage]);
    const client = await new TestClient(await server.address()).open();
    await client.login('admin', 'admin');
    client.ask('dataset', { project: 1 });
    await client.until('dataset');
    let count = 0;
    /** As many revisions as are between two snapshots of such a long project. */
    const changeMuch = async () => {
      for (let round = 0; round < 51; round++) {
        const revisions = Array.from({ length: 100 }, () => {
          const changes = { tasks: { updated: [{ id: 1, note: ++count }] } };
          return { revision: `local-${count}`, changes };
        });
        client.ask('project_change', { project: 1, revisions });
        assert.equal((await client.until('project_change')).error, undefined);
      }
    };
    const limit = (bytes) =>
      spawnSync('prlimit', [`--pid=${server.process.pid}`, `--fsize=${bytes}:unlimited`]);
    const history = async () =>
      (await runTool('history', storage, '--project=1', '--limit=9999')).said.split('\n').length -
      1;
    limit(6 * 2 ** 20);
    await changeMuch();
    assert.equal(await history(), 50 + 5100);
    limit('unlimited');
    await changeMuch();
    while ((await history()) > 5200) await changeMuch();
    await assertIsWell(file, String.raw`\d+`);
    server.process.kill('SIGTERM');
    assert.equal(await server.ended, 0);
    assert.match(await server.errors, /Project 1 has no newer snapshot: /);
  },
);
