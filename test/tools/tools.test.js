'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { listTools } = require('../../lib/tools');
const { runServer } = require('../support/child-process');
const { KeptFile } = require('../support/kept-file');
const { text } = require('node:stream/consumers');
const { spawn } = require('node:child_process');

const SERVER = path.join(__dirname, '..', '..', 'server.js');

/** Runs a tool to its end. */
async function run(...args) {
  const child = spawn(process.execPath, [SERVER, ...args]);
  const ended = new Promise((resolve) => {
    child.once('close', resolve);
  });
  const [said, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { said, errors, code };
}

/** A data folder with two revisions, and tools on it. */
async function stage(t) {
  const kept = new KeptFile(t);
  await kept.load({ tasksData: [{ id: 1, name: 'Dig' }] });
  await kept.change({ tasks: { updated: [{ id: 1, name: 'Cut' }] } });
  await kept.change({ tasks: { added: [{ $PhantomId: '_g', name: 'x' }] } }, 'b\u202eob');
  return { kept, use: (name, ...args) => run(name, '--data', kept.folder, ...args) };
}

test('each tool has a help of its own, and the help of all names it', async () => {
  const { said: all } = await run('--help');
  for (const [name, summary] of listTools()) {
    assert.ok(all.includes(summary), name);
    const { said, code } = await run(name, '--help');
    assert.ok(said.startsWith(`Usage: gantt-sync-server ${name} --data FOLDER`), said);
    assert.equal(code, 0);
  }
});

test('history prints a line for each revision, or for each field of a record', async (t) => {
  const { kept, use } = await stage(t);
  assert.deepEqual(await use('history'), {
    said:
      '2  2026-03-02T08:00:03.000Z  "b\\u{202e}ob"  tasks: 1 added\n' +
      '1  2026-03-02T08:00:02.000Z  "ann"  tasks: 1 updated\n',
    errors: '',
    code: 0,
  });
  const { said } = await use('history', '--record=1', '--field', 'name');
  assert.equal(said, '1  2026-03-02T08:00:02.000Z  "ann"  updated name: "Dig" → "Cut"\n');
  const json = await use('history', '--json', '--limit=1');
  assert.equal(JSON.parse(json.said).changes.tasks.added[0].name, 'x');
  await kept.close();
});

test('show prints a project as it was', async (t) => {
  const { kept, use } = await stage(t);
  await kept.close();
  const nameOf = async (...args) =>
    JSON.parse((await use('show', ...args)).said).tasks.rows[0].name;
  assert.equal(await nameOf('--revision=0'), 'Dig');
  assert.equal(await nameOf('--time=2026-03-02T08:00:02Z'), 'Cut');
  assert.equal(await nameOf(), 'Cut');
  const { errors, code } = await use('show', '--revision=7');
  assert.match(errors, /not kept as it was at revision 7 \(ERR_UNKNOWN_REVISION\)\n$/);
  assert.equal(code, 1);
});

test('a backup is taken beside the server, and is whole', async (t) => {
  const { kept, use } = await stage(t);
  const copy = path.join(kept.folder, 'copy.db');
  assert.equal((await use('backup', '--to', copy)).code, 0);
  assert.match((await use('backup', '--to', copy)).errors, /ERR_FILE_EXISTS/);
  await kept.close();
  const { said } = await run('check', `--storage=sqlite:${copy}`);
  assert.equal(said, '2 revisions and 1 snapshots were read, and all is well\n');
});

test('what is exported can be imported, but not while a server has the file', async (t) => {
  const { kept, use } = await stage(t);
  const file = path.join(kept.folder, 'export.txt');
  fs.writeFileSync(file, (await use('export')).said);
  const during = await use('import', '--from', file, '--as=2');
  assert.match(during.errors, /in use by another server \(ERR_STORAGE_IN_USE\)\n$/);
  await kept.close();
  const after = await use('import', '--from', file, '--as=2');
  assert.equal(after.said, 'Project "2" is kept with 2 revisions\n');
  const both = await use('history');
  assert.match(both.errors, /Give --project: the file has "1", "2"/);
  assert.equal((await use('history', '--project=2')).said.split('\n').length, 3);
});

test('restore brings back what was by one more revision, which another takes back', async (t) => {
  const { kept, use } = await stage(t);
  const during = await use('restore', '--revision=0');
  assert.match(during.errors, /ERR_STORAGE_IN_USE/);
  await kept.close();
  const one = ['--record=1', '--field=name'];
  assert.equal((await use('restore', '--revision=0', ...one)).said, 'Revision 3 did it\n');
  assert.equal((await use('restore', '--revision=0', ...one)).said, 'It is so already\n');
  const back = await use('restore', '--revision=2', '--user=eve');
  assert.equal(back.said, 'Revision 4 did it\n');
  const { said } = await use('history', '--record=1', '--limit=2');
  assert.deepEqual(
    said.split('\n').map((line) => line.replace(/ \S+Z {2}/, ' ')),
    ['4  "eve"  updated name: "Dig" → "Cut"', '3  "Server"  updated name: "Cut" → "Dig"', ''],
  );
  assert.match((await use('check')).said, /all is well/);
  assert.match((await use('restore')).errors, /needs either "revision" or "time"/);
});

test('a user is forgotten, and the numbers stay', async (t) => {
  const { kept, use } = await stage(t);
  await kept.close();
  assert.equal((await use('forget', '--user=ann', '--as=x')).said, '"x" stands in its place\n');
  const { said } = await use('history', '--user=x');
  assert.equal(said, '1  2026-03-02T08:00:02.000Z  "x"  tasks: 1 updated\n');
  assert.match((await use('forget', '--user=ann')).errors, /\(ERR_UNKNOWN_USER\)\n$/);
  assert.match((await use('forget')).errors, /Give --user NAME/);
  assert.match((await use('check')).said, /all is well/);
});

test('damage is named, and the exit code says so', async (t) => {
  const { kept, use } = await stage(t);
  await kept.close();
  const bytes = fs.readFileSync(kept.file);
  const at = bytes.indexOf('"Cut"');
  bytes[at + 1] ^= 4;
  fs.writeFileSync(kept.file, bytes);
  const { said, errors, code } = await use('check');
  assert.equal(said, 'Project 1: Revision 1 is not what was written\n');
  assert.match(errors, /; problems: 1 \(ERR_DAMAGED\)\n$/);
  assert.equal(code, 1);
});

test('what is wrong with the options is said in one line', async (t) => {
  const wrong = async (...args) => (await run(...args)).errors;
  assert.match(await wrong('history'), /give --data FOLDER or --storage sqlite:FILE/);
  assert.match(
    await wrong('history', '--dta=x'),
    /history has no option "dta": did you mean "--data"/,
  );
  assert.match(await wrong('check', '--data'), /Option "data" needs a value/);
  assert.match(await wrong('check', '--storage=memory'), /What is in memory has no history/);
  assert.match(await wrong('chek'), /did you mean "check"/);
  assert.match(await wrong('check', '--data=/no/such'), /\/no\/such\/journal\.db: unable to open/);
  const server = runServer(t, ['chek']);
  assert.equal(await server.ended, 2);
});
