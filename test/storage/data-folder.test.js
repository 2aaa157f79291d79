'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { checkProjects, listFolder } = require('../../lib/storage/data-folder');
const { temporaryFolder } = require('../support/temporary-folder');

const POLICIES = { commands: 'last-writer-wins', flat: 'last-writer-wins', sync: 'reject' };

test('without a list each *.json is a project, by name, numbered from 1', async (t) => {
  const folder = temporaryFolder(t, { 'b.json': {}, 'a.json': {}, 'notes.txt': '' });
  assert.deepEqual(await listFolder(folder, POLICIES), [
    { id: 1, name: 'a', source: path.join(folder, 'a.json') },
    { id: 2, name: 'b', source: path.join(folder, 'b.json') },
  ]);
});

test('with a list the projects are those of the list, and their paths begin in the folder', async (t) => {
  const list = [
    { id: 'x', name: 'Ex', source: 'sub/x.json', conflicts: 'merge' },
    { id: 7, source: { tasksData: [] } },
  ];
  const folder = temporaryFolder(t, { 'projects.json': list, 'a.json': {} });
  assert.deepEqual(await listFolder(folder, POLICIES), [
    { id: 'x', name: 'Ex', source: path.join(folder, 'sub', 'x.json'), conflicts: 'merge' },
    { id: 7, name: '7', source: { tasksData: [] } },
  ]);
});

test('a folder that is missing or holds no data is an error that names it', async (t) => {
  const folder = temporaryFolder(t, { 'notes.txt': '' });
  const code = 'ERR_DATA_FILE_NOT_READ';
  await assert.rejects(listFolder(folder, POLICIES), {
    code,
    message: `Data folder ${folder}: it holds no *.json file (${code})`,
  });
  const missing = path.join(folder, 'none');
  await assert.rejects(listFolder(missing, POLICIES), {
    code,
    message: `Data folder ${missing}: it does not exist (${code})`,
  });
});

test('a list that is wrong is an error that names the file and the entry', async (t) => {
  const wrong = [
    [{}, 'it is not a list'],
    [[7], 'entry 0 is not an object'],
    [
      [
        { id: 1, source: 'a' },
        { id: 1.5, source: 'b' },
      ],
      'entry 1 needs an id',
    ],
    [
      [
        { id: 1, source: 'a' },
        { id: '1', source: 'b' },
      ],
      'two have the id 1',
    ],
    [[{ id: 1 }], 'entry 0 needs a source'],
    [[{ id: 1, source: 'a', name: 7 }], 'entry 0 has a name that is not a text'],
    [[{ id: 1, source: 'a', conflicts: 'x' }], 'entry 0 has conflicts that are no policies'],
  ];
  for (const [list, problem] of wrong) {
    const folder = temporaryFolder(t, { 'projects.json': list });
    const start = `File ${path.join(folder, 'projects.json')}: ${problem}`;
    await assert.rejects(listFolder(folder, POLICIES), ({ code, message }) => {
      assert.equal(message.slice(0, start.length), start);
      return code === 'ERR_INVALID_DATA_FILE';
    });
  }
});

test('the option projects is checked as the list is, and each gets a name', () => {
  assert.deepEqual(checkProjects([{ id: 1, source: 'a' }], POLICIES), [
    { id: 1, name: '1', source: 'a' },
  ]);
  assert.throws(() => checkProjects([{ id: 1, soruce: 'a' }], POLICIES), {
    code: 'ERR_INVALID_OPTION',
    message: /^Option "projects": entry 0 .*"source"/,
  });
});
