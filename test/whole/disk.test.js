'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { runServer } = require('../support/child-process');
const { temporaryFolder } = require('../support/temporary-folder');
const { TestClient } = require('../support/test-client');

const MEBIBYTE = 1024 * 1024;

/** No file of the process may grow beyond this; 'unlimited': any may. @returns {boolean} could that be set? */
function limitFiles({ pid }, bytes) {
  return spawnSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:unlimited`]).status === 0;
}

function start(t, file) {
  return runServer(t, ['--port=0', '--host=127.0.0.1', `--storage=sqlite:${file}`]);
}

async function enter(address, login) {
  const client = await new TestClient(address).open();
  await client.login(login, login);
  client.ask('dataset', { project: 1 });
  await client.until('dataset');
  return client;
}

function changeOf(name, size) {
  const changes = { project: { note: name.padEnd(size, '.') } };
  return { project: 1, revisions: [{ revision: name, changes }] };
}

/** @returns {Promise<string>} the note that a fresh dataset shows, without what fills it up */
async function noteNow(client) {
  client.ask('dataset', { project: 1 });
  const { data } = await client.until('dataset');
  return String(data.dataset.project.note).replaceAll('.', '');
}

test('a disk that is full costs what nobody heard of, and when there is room again all goes on', async (t) => {
  const file = path.join(temporaryFolder(t), 'plan.db');
  const server = start(t, file);
  const address = await server.address();
  if (!limitFiles(server.process, 4 * MEBIBYTE)) return t.skip('There is no prlimit');
  const ada = await enter(address, 'admin');
  const bob = await enter(address, 'alex');
  let kept = '';
  let refused;
  for (let number = 1; !refused; number++) {
    ada.ask('project_change', changeOf(`n${number}`, MEBIBYTE / 2));
    const answer = await ada.until('project_change');
    if (answer.error) refused = answer;
    else kept = `n${number}`;
    assert.ok(number < 100, 'the file has grown past its limit');
  }
  assert.match(refused.error, /\(ERR_STORAGE_(FULL|FAILED)\)$/);
  // The author gets the project as it is; nobody else has heard anything, and reading goes on.
  const { data } = await ada.until('dataset');
  assert.equal(data.dataset.project.note.replaceAll('.', ''), kept);
  const heard = (await bob.drain()).filter(({ command }) => command === 'project_change');
  const [last] = heard.at(-1).data.revisions;
  assert.equal(last.changes.project.note.replaceAll('.', ''), kept);
  assert.equal(await noteNow(bob), kept);

  assert.ok(limitFiles(server.process, 'unlimited'));
  ada.ask('project_change', changeOf('room', 10));
  assert.equal((await ada.until('project_change')).error, undefined);
  assert.equal((await bob.until('project_change')).data.revisions[0].localRevision, 'room');

  server.process.kill('SIGKILL');
  await server.ended;
  const next = start(t, file);
  assert.equal(await noteNow(await enter(await next.address(), 'admin')), 'room');
});

test('when the folder is gone while the server runs, changes are refused and reading goes on', async (t) => {
  const folder = path.join(temporaryFolder(t), 'kept');
  fs.mkdirSync(folder);
  const server = start(t, path.join(folder, 'plan.db'));
  const ada = await enter(await server.address(), 'admin');
  fs.rmSync(folder, { recursive: true });
  ada.ask('project_change', changeOf('n1', 10));
  const { error } = await ada.until('project_change');
  assert.match(error, /\(ERR_STORAGE_FAILED\)$/);
  assert.equal(await noteNow(ada), 'undefined');
  server.process.kill('SIGTERM');
  assert.equal(await server.ended, 0);
  const gone = 'The file is not at its place any more (ERR_STORAGE_FAILED)';
  const end = `which may be lost with ${path.join(folder, 'plan.db')}: ${gone}\n`;
  assert.ok((await server.errors).endsWith(end), await server.errors);
});

test('when the file was moved away and comes back, changes work again', async (t) => {
  const folder = path.join(temporaryFolder(t), 'kept');
  fs.mkdirSync(folder);
  const file = path.join(folder, 'plan.db');
  const server = start(t, file);
  const ada = await enter(await server.address(), 'admin');
  fs.renameSync(folder, `${folder}-elsewhere`);
  ada.ask('project_change', changeOf('n1', 10));
  assert.match((await ada.until('project_change')).error, /\(ERR_STORAGE_FAILED\)$/);
  fs.renameSync(`${folder}-elsewhere`, folder);
  ada.ask('project_change', changeOf('n2', 10));
  assert.equal((await ada.until('project_change')).error, undefined);
  server.process.kill('SIGTERM');
  assert.equal(await server.ended, 0);
  const said = await server.errors;
  assert.ok(
    said.includes(`error: Project 1 could not be kept in ${file}: The file is not at`),
    said,
  );
  assert.ok(said.includes(`info: Project 1 is kept again in ${file}\n`), said);
});

for (const [what, make] of Object.entries({
  'a folder that is not there': (folder) => path.join(folder, 'none', 'plan.db'),
  'a folder in place of a file': (folder) => folder,
  'a file of something else': (folder) => {
    fs.writeFileSync(path.join(folder, 'notes.txt'), 'Buy milk. '.repeat(100));
    return path.join(folder, 'notes.txt');
  },
  'a file that has been cut off': (folder) => {
    const file = path.join(folder, 'plan.db');
    fs.writeFileSync(file, Buffer.from('SQLite format 3\0\x10\0'));
    return file;
  },
})) {
  test(`${what} is refused at the start, in one line`, async (t) => {
    const server = start(t, make(temporaryFolder(t)));
    assert.equal(await server.ended, 1);
    const lines = (await server.errors).trim().split('\n');
    assert.match(lines.at(-1), /^gantt-sync-server: .*\(ERR_(STORAGE_FAILED|DAMAGED)\)$/);
    assert.ok(!lines.some((line) => /^\s+at /.test(line)), 'no stack');
  });
}
