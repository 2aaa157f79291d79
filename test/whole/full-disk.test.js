'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { runServer } = require('../support/child-process');
const { KeptFile } = require('../support/kept-file');
const { SmallDisk } = require('../support/small-disk');
const { runTool } = require('../support/tool-stage');
const { TestClient } = require('../support/test-client');
const { enter, startServer } = require('../support/test-server');

const NO_DISK = 'Only root may mount a disk for it';
const IS_REFUSED = { code: /^ERR_STORAGE_(FULL|FAILED)$/ };

/** A project on a disk of its own, and what is done with it by a server at work. */
async function stage(t) {
  const disk = SmallDisk.mount(t, 8);
  if (!disk) return undefined;
  const file = disk.at('plan.db');
  const data = { tasksData: [{ id: 1, name: 'Dig' }] };
  const server = await startServer(t, {
    storage: `sqlite:${file}`,
    projects: [{ id: 1, name: 'Garden', source: data }],
  });
  const client = async (login) => {
    const one = await new TestClient(server.address).open();
    await one.login(login, login);
    one.ask('dataset', { project: 1 });
    await one.until('dataset');
    return one;
  };
  const ada = await client('admin');
  let count = 0;
  const change = async (name) => {
    const changes = { tasks: { updated: [{ id: 1, name }] } };
    ada.ask('project_change', { project: 1, revisions: [{ revision: `r${++count}`, changes }] });
    const { error } = await ada.until('project_change');
    // Behind a refusal comes the project as it is.
    if (error) await ada.until('dataset');
    return error;
  };
  const name = async () => JSON.parse(String(await server.dataset(1))).tasks.rows[0].name;
  return { disk, file, server, client, change, name };
}

test('on a disk that is really full nothing is done by halves, and when there is room all of it works', async (t) => {
  const parts = await stage(t);
  if (!parts) return t.skip(NO_DISK);
  const { disk, file, server, client, change, name } = parts;
  assert.equal(await change('Cut'), undefined);
  const bob = await client('alex');
  const history = await server.openHistory();
  const copy = disk.at('copy.db');
  const tries = {
    restore: () => server.restore(1, { revision: 0 }),
    reset: () => server.resetDataSet(1),
    backup: () => history.backup(copy),
  };
  const [{ user }] = await history.revisions(1);
  tries.forget = () => server.forgetUser(user, 'x');
  disk.fill();
  // What still finds a place in the pages that are there.
  let kept = 'Cut';
  for (let i = 0; ; i++) {
    const error = await change(`n${i}`.padEnd(5000, '.'));
    if (error) {
      assert.match(error, /\(ERR_STORAGE_FULL\)$/);
      break;
    }
    kept = `n${i}`.padEnd(5000, '.');
    assert.ok(i < 2000, 'the disk is not full');
  }
  const { last } = (await history.projects())[0];
  for (const [what, run] of Object.entries(tries)) await assert.rejects(run(), IS_REFUSED, what);
  assert.equal(await name(), kept);
  assert.deepEqual(
    fs.readdirSync(disk.folder).filter((one) => one.startsWith('copy')),
    [],
  );
  assert.equal((await history.projects())[0].last, last);
  await bob.drain();

  disk.free();
  assert.equal(await change('Room'), undefined);
  assert.equal(
    (await bob.until('project_change')).data.revisions[0].changes.tasks.updated[0].name,
    'Room',
  );
  for (const run of Object.values(tries)) await run();
  assert.equal(await name(), 'Dig');
  for (const one of [file, copy]) {
    const { said } = await runTool('check', `--storage=sqlite:${one}`);
    assert.match(said, /all is well\n$/);
  }
  await history.close();
  await server.destroy();
});

test('a commit of many projects that finds the disk full is told to each author, and all go back', async (t) => {
  const disk = SmallDisk.mount(t, 8);
  if (!disk) return t.skip(NO_DISK);
  const storage = `sqlite:${disk.at('plan.db')}`;
  const ids = Array.from({ length: 12 }, (_, at) => at + 1);
  const source = { tasksData: [{ id: 1, name: 'Dig' }] };
  const projects = ids.map((id) => ({ id, name: `P${id}`, source }));
  const groups = { all: { projects: '*' } };
  const users = { ann: { password: 'ann', group: 'all' }, bob: { password: 'bob', group: 'all' } };
  const start = () => startServer(t, { storage, projects, users, groups });
  const server = await start();
  const authors = await Promise.all(ids.map((id) => enter(t, server, 'ann', id)));
  const readers = await Promise.all(ids.map((id) => enter(t, server, 'bob', id)));
  const hearsNothing = async () => {
    for (const reader of readers) {
      const heard = await reader.drain();
      assert.ok(!heard.some(({ command }) => /project_change|dataset/.test(command)));
    }
  };
  const namesOf = async (one) => {
    const all = await Promise.all(ids.map((id) => one.dataset(id)));
    return all.map((text) => JSON.parse(String(text)).tasks.rows[0].name);
  };
  let made = 0;
  /** One change in each project, all at once. @returns {Promise<(string | undefined)[]>} what each author is told */
  const change = (name) => {
    made += 1;
    return Promise.all(
      authors.map(async (author, at) => {
        const changes = { tasks: { updated: [{ id: 1, name }] } };
        const revisions = [{ revision: `r${made}`, changes }];
        author.ask('project_change', { project: ids[at], revisions });
        const { error } = await author.until('project_change');
        if (!error) return undefined;
        const { data } = await author.until('dataset');
        return `${error} ${data.dataset.tasksData[0].name}`;
      }),
    );
  };
  assert.deepEqual(
    await change('Cut'),
    ids.map(() => undefined),
  );
  for (const reader of readers) await reader.until('project_change');
  disk.fill();
  const told = await change('x'.repeat(200_000));
  for (const one of told) assert.match(String(one), /\(ERR_STORAGE_FULL\) Cut$/);
  const history = await server.openHistory();
  assert.deepEqual(
    (await history.projects()).map(({ last }) => last),
    ids.map(() => 1),
  );
  await history.close();
  await hearsNothing();
  assert.deepEqual(
    await namesOf(server),
    ids.map(() => 'Cut'),
  );
  disk.free();
  assert.deepEqual(
    await change('Sow'),
    ids.map(() => undefined),
  );
  for (const reader of readers) {
    const { data } = await reader.until('project_change');
    assert.equal(data.revisions[0].revision, 'server-2');
  }
  await server.destroy();
  const { said } = await runTool('check', `--storage=${storage}`);
  assert.match(said, /^24 revisions .* all is well\n$/);
  assert.deepEqual(
    await namesOf(await start()),
    ids.map(() => 'Sow'),
  );
});

test('a project that finds the disk full while it is imported is not there', async (t) => {
  const disk = SmallDisk.mount(t, 4);
  if (!disk) return t.skip(NO_DISK);
  const kept = new KeptFile(t);
  await kept.load({ tasksData: [{ id: 1 }] });
  for (let i = 0; i < 16; i++)
    await kept.change({ tasks: { updated: [{ id: 1, note: `${i % 10}`.repeat(3e5) }] } });
  await kept.close();
  const exported = path.join(kept.folder, 'export.json');
  fs.writeFileSync(exported, (await runTool('export', '--data', kept.folder)).said);
  const storage = `--storage=sqlite:${disk.at('new.db')}`;
  const { code, errors } = await runTool('import', storage, '--from', exported);
  assert.deepEqual([code, /\(ERR_STORAGE_FULL\)\n$/.test(errors)], [1, true], errors);
  const { said } = await runTool('check', storage);
  assert.match(said, /^0 revisions and 0 snapshots were read, and all is well\n$/);
});

test('a disk that may only be read is refused, at the start and by what reads the file', async (t) => {
  const disk = SmallDisk.mount(t, 4);
  if (!disk) return t.skip(NO_DISK);
  const kept = new KeptFile(t);
  await kept.load({ tasksData: [{ id: 1, name: 'Dig' }] });
  await kept.close();
  fs.copyFileSync(kept.file, disk.at('journal.db'));
  assert.ok(disk.remount('ro'));
  const storage = `--storage=sqlite:${disk.at('journal.db')}`;
  const server = runServer(t, ['--port=0', storage]);
  assert.equal(await server.ended, 1);
  const line = (await server.errors).trim().split('\n').at(-1);
  assert.match(line, /is on a file system that may not be written; .*\(ERR_STORAGE_FAILED\)$/);
  const { code, errors } = await runTool('check', storage);
  assert.equal(code, 1);
  assert.match(
    errors,
    /\(it can only be read in a folder that may be written\) \(ERR_STORAGE_FAIL/,
  );
  assert.ok(disk.remount('rw'));
  const next = runServer(t, ['--port=0', '--host=127.0.0.1', storage]);
  await next.address();
});
