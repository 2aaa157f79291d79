'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { resolveOptions } = require('../../lib/options/resolve-options');
const { runServer } = require('../support/child-process');
const { writeEarlierFile } = require('../support/kept-file');
const { temporaryFolder } = require('../support/temporary-folder');
const { ask } = require('../support/http-server');
const { enterSync, renameSync } = require('../support/sync-client');
const { runTool } = require('../support/tool-stage');
const { enter, rename, smallProject, startServer } = require('../support/test-server');

const NOBODY = 65_534;

/** A data folder with one project, and servers on it. */
function stage(t) {
  const data = temporaryFolder(t, { 'garden.json': smallProject('Dig') });
  const run = (...more) => runServer(t, ['port=0', 'host=127.0.0.1', `--data=${data}`, ...more]);
  return { data, run, file: path.join(data, 'journal.db') };
}

/** What somebody who comes in sees. */
async function nameOf(t, server) {
  const client = await enter(t, { address: await server.address() }, 'Ada');
  return { client, name: (await client.load(1)).data.dataset.tasksData[0].name };
}

/** Ends a server as a supervisor does, and answers what it said. */
async function end(server) {
  server.process.kill('SIGTERM');
  assert.equal(await server.ended, 0);
  return server.errors;
}

test('a data folder is kept: a change is there after a restart, and the end says so', async (t) => {
  const { run, file } = stage(t);
  const first = run();
  const { client } = await nameOf(t, first);
  await client.request(rename(1, 'Cut'));
  const said = await end(first);
  assert.ok(said.includes(`info: Projects are kept in ${file}\n`), said);
  const kept = `info: Ended: 1 revision of 1 project since the start, all kept in ${file}\n`;
  assert.ok(said.endsWith(kept), said);
  assert.equal((await nameOf(t, run())).name, 'Cut');
});

test('a file of an earlier schema is brought to this one, and the log says so', async (t) => {
  const { run, file } = stage(t);
  writeEarlierFile(file);
  const first = run();
  assert.equal((await nameOf(t, first)).name, 'Cut');
  const said = await end(first);
  const done = `info: ${file} was brought from schema 4 to schema 5 in `;
  assert.ok(said.includes(done), said);
  const second = run();
  assert.equal((await nameOf(t, second)).name, 'Cut');
  assert.ok(!(await end(second)).includes(' schema '));
});

test('the history has a guest’s name as others see it, and who has none under the id of the client', async (t) => {
  const { data } = stage(t);
  const sync = async (server, name) => {
    const { revision } = (await ask(server, '/crud/1/load')).body;
    const tasks = { updated: [{ id: 'events-1', name }] };
    const body = JSON.stringify({ requestId: 1, revision, tasks });
    assert.equal((await ask(server, '/crud/1/sync', { method: 'POST', body })).status, 200);
  };
  const first = await startServer(t, { data, guests: true });
  const eve = await enterSync(t, first, { userName: 'Eve' });
  eve.send(renameSync('a', 1));
  await eve.drain();
  await sync(first, 'b');
  await first.destroy();
  const server = await startServer(t, { data, guests: false });
  await sync(server, 'c');
  const history = await server.openHistory();
  const who = (rows) => rows.map(({ user, client }) => [user, client]);
  const revisions = await history.revisions(1);
  const [last, guest] = revisions.map(({ client }) => client);
  assert.match(last, /^client-/);
  assert.deepEqual(who(revisions), [
    ['', last],
    ['Guest', guest],
    ['Eve', eve.id],
  ]);
  assert.deepEqual(
    who(await history.blame(1, { record: 'events-1', field: 'name' })),
    who(revisions),
  );
  await history.close();
  const { said } = await runTool('history', '--data', data);
  const shown = said.split('\n').map((line) => line.split('  ')[2]);
  assert.deepEqual(shown.slice(0, 3), [`(${last})`, '"Guest"', '"Eve"']);
});

test('--storage memory keeps nothing, and leaves no file', async (t) => {
  const { data, run } = stage(t);
  const first = run('--storage=memory');
  await (await nameOf(t, first)).client.request(rename(1, 'Cut'));
  assert.match(await end(first), /Ended: 1 revision of 1 project .* forgotten with the memory\n$/);
  assert.deepEqual(fs.readdirSync(data), ['garden.json']);
  assert.equal((await nameOf(t, run('--storage=memory'))).name, 'Dig');
});

test('a second server on the folder is refused with one line', async (t) => {
  const { run, file } = stage(t);
  await run().address();
  const second = run();
  assert.equal(await second.ended, 1);
  assert.equal(
    await second.errors,
    `gantt-sync-server: ${file} is in use by another server (ERR_STORAGE_IN_USE)\n`,
  );
});

test('a folder that may not be written is refused with one line', async (t) => {
  const { data, file } = stage(t);
  // Nothing keeps the superuser from writing.
  const uid = process.getuid?.() === 0 ? NOBODY : undefined;
  fs.chmodSync(data, 0o555);
  const server = runServer(t, ['port=0', `--data=${data}`], { uid });
  assert.equal(await server.ended, 1);
  assert.equal(
    await server.errors,
    `gantt-sync-server: ${file}: its folder may not be written; ` +
      'the option storage takes another file, or memory (ERR_STORAGE_FAILED)\n',
  );
  fs.chmodSync(data, 0o755);
});

for (const [what, name] of [
  ['file', 'journal.db'],
  ['lock beside the file', 'journal.db-lock'],
]) {
  test(`a ${what} that may not be written is refused with one line`, async (t) => {
    const { data, run, file } = stage(t);
    const first = run();
    await first.address();
    await end(first);
    // Nothing keeps the superuser from writing.
    const uid = process.getuid?.() === 0 ? NOBODY : undefined;
    if (uid)
      for (const each of ['', 'garden.json', 'journal.db', 'journal.db-lock'])
        fs.chownSync(path.join(data, each), uid, uid);
    fs.chmodSync(path.join(data, name), 0o444);
    const server = runServer(t, ['port=0', `--data=${data}`], { uid });
    assert.equal(await server.ended, 1);
    assert.equal(
      await server.errors,
      `gantt-sync-server: ${file}: ${path.join(data, name)} may not be written (ERR_STORAGE_FAILED)\n`,
    );
  });
}

test('a data file that has changed is named, and what was kept is served until a reset', async (t) => {
  const { data, run } = stage(t);
  const file = path.join(data, 'garden.json');
  const served = 'project 1 is served as it was kept; a reset takes the file';
  const changed = `warning: Data file ${file} has changed since the journal began: ${served}\n`;
  const first = run();
  await first.address();
  assert.ok(!(await end(first)).includes('warning: Data file'));

  fs.writeFileSync(file, JSON.stringify(smallProject('Rake')));
  const second = run();
  const { client, name } = await nameOf(t, second);
  assert.equal(name, 'Dig');
  await client.login('admin', 'admin');
  await client.load(1);
  client.send({ command: 'reset', data: { project: 1 } });
  await client.until('reset');
  assert.ok((await end(second)).includes(changed));

  const third = run();
  assert.equal((await nameOf(t, third)).name, 'Rake');
  assert.ok(!(await end(third)).includes('warning: Data file'));

  fs.rmSync(file);
  fs.writeFileSync(path.join(data, 'projects.json'), '[{"id":1,"source":"garden.json"}]');
  const fourth = run();
  assert.equal((await nameOf(t, fourth)).name, 'Rake');
  const gone = `warning: Data file ${file}: it does not exist (ERR_DATA_FILE_NOT_READ): ${served}\n`;
  assert.ok((await end(fourth)).includes(gone));
});

test('what is kept is not reset for being idle unless that is asked for', () => {
  const delay = (given) => resolveOptions(given).resetDelay;
  assert.equal(delay({}), 1_800_000);
  assert.equal(delay({ storage: 'memory' }), 1_800_000);
  assert.equal(delay({ storage: 'sqlite:plan.db' }), 0);
  assert.equal(delay({ data: 'plans' }), 0);
  assert.equal(delay({ data: 'plans', resetDelay: 5 }), 5);
});
