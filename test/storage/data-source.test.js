'use strict';

const assert = require('node:assert/strict');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { DataSource, markOf, readDataFile } = require('../../lib/storage/data-source');
const { temporaryFolder } = require('../support/temporary-folder');

const TEXT = '{"tasksData":[]}';

test('a source is a path, a text in a Buffer, or the data: each gives JSON text', async (t) => {
  const file = path.join(temporaryFolder(t, { 'a.json': TEXT }), 'a.json');
  const sources = [file, Buffer.from(TEXT), new Uint8Array(Buffer.from(TEXT)), { tasksData: [] }];
  const seen = await Promise.all(
    sources.map(async (source) => {
      const data = new DataSource(source, 'Garden');
      return [String(await data.read()), data.place];
    }),
  );
  const inline = [TEXT, 'Data of project "Garden"'];
  assert.deepEqual(seen, [[TEXT, `Data file ${file}`], inline, inline, inline]);
});

test('a file that says nothing is doubted; one that says so, and what a program gives, is not', async (t) => {
  const folder = temporaryFolder(t, { 'a.json': ' {\n}\n', 'b.json': TEXT });
  const [empty, said] = ['a.json', 'b.json'].map((name) => path.join(folder, name));
  const doubts = [empty, said, {}, () => ({})].map(async (data) => {
    const source = new DataSource(data, 'Garden');
    return source.doubtAbout(await source.read());
  });
  const none = undefined;
  assert.deepEqual(await Promise.all(doubts), [`Data file ${empty} is {}`, none, none, none]);
});

test('a file is read anew each time, and its mark tells other bytes from the same', async (t) => {
  const file = path.join(temporaryFolder(t, { 'a.json': TEXT }), 'a.json');
  const source = new DataSource(file, 'Garden');
  const marks = [];
  for (const content of [TEXT, TEXT, '{}']) {
    fs.writeFileSync(file, content);
    const bytes = await source.read();
    assert.equal(String(bytes), content);
    marks.push(await markOf(bytes));
  }
  assert.equal(marks[0], marks[1]);
  assert.notEqual(marks[0], marks[2]);
});

test('the mark of a large file is made in parts, and others have their turns between them', async () => {
  const bytes = Buffer.alloc(5 * (1 << 20) + 1, 'plan');
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const mark = await markOf(bytes);
  isDone = true;
  assert.ok(turns >= 20, `${turns} turns`);
  assert.equal(mark, createHash('sha256').update(bytes).digest('base64url'));
});

test('a file that is not what a project began with is named; other data are the program’s', async (t) => {
  const file = path.join(temporaryFolder(t, { 'a.json': TEXT }), 'a.json');
  const source = new DataSource(file, 'Garden');
  const mark = await markOf(await source.read());
  assert.equal(await source.changeSince(mark), undefined);
  assert.equal(await source.changeSince(''), undefined);
  const changed = `Data file ${file} has changed since the journal began`;
  assert.equal(await source.changeSince('another'), changed);
  fs.rmSync(file);
  assert.match(await source.changeSince(mark), /it does not exist/);
  assert.equal(await new DataSource({}, 'Garden').changeSince('another'), undefined);
});

test('what cannot be read is said without the words of the file system', async (t) => {
  const folder = temporaryFolder(t, { 'a.json': TEXT });
  const complaint = (file) => readDataFile(file).catch(({ message }) => message);
  const code = '(ERR_DATA_FILE_NOT_READ)';
  const missing = path.join(folder, 'b.json');
  assert.equal(await complaint(missing), `Data file ${missing}: it does not exist ${code}`);
  assert.equal(await complaint(folder), `Data file ${folder}: it is a folder, not a file ${code}`);
  const below = path.join(folder, 'a.json', 'b.json');
  assert.equal(await complaint(below), `Data file ${below}: it is not a folder ${code}`);
});

test('data that are no JSON are an error of the project', async () => {
  const round = {};
  round.round = round;
  await assert.rejects(new DataSource(round, 'Garden').read(), {
    code: 'ERR_INVALID_DATA_FILE',
    message: /^Data of project "Garden": .*circular/s,
  });
});
