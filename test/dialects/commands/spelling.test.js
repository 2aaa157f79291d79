'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { commands } = require('../../../lib/dialects/commands/spelling');

test('a request has its fields in data, and none where that is no object', () => {
  assert.deepEqual(commands.fieldsOf({ command: 'dataset', data: { project: 1 } }), { project: 1 });
  for (const data of [undefined, null, 'x', [1]]) {
    assert.deepEqual(commands.fieldsOf({ command: 'dataset', data }), {});
  }
});

test('everything but the command is in data, and an error is beside it', () => {
  assert.deepEqual(commands.say('version', { version: '1' }), {
    command: 'version',
    data: { version: '1' },
  });
  assert.deepEqual(commands.refuse('dataset', 'No'), { command: 'dataset', error: 'No' });
  assert.deepEqual(commands.refuse('reset', 'No', { project: 1 }), {
    command: 'reset',
    error: 'No',
    data: { project: 1 },
  });
  assert.deepEqual(commands.complain('ERR_INVALID_JSON', 'No text'), {
    command: 'error',
    message: 'No text (ERR_INVALID_JSON)',
    error: 'No text (ERR_INVALID_JSON)',
  });
  assert.deepEqual(commands.refuseChange({ code: 'ERR_INVALID_ID', message: 'No id' }), {
    command: 'project_change',
    error: 'No id (ERR_INVALID_ID)',
  });
});

test('who comes and goes is told by name; a greeting is not', () => {
  assert.deepEqual(commands.login('client-1', 'Ada', 'secret').data, {
    client: 'client-1',
    userName: 'Ada',
    resume: 'secret',
  });
  const told = [commands.join('Ada'), commands.logout('Ada'), commands.users(['Ada', 'Ben'])];
  assert.deepEqual(told, [
    { command: 'join', data: { userName: 'Ada' } },
    { command: 'logout', data: { userName: 'Ada' } },
    { command: 'users', data: { users: ['Ada', 'Ben'] } },
  ]);
  assert.deepEqual(commands.reset('Ada', 7), {
    command: 'reset',
    data: { userName: 'Ada', project: 7 },
  });
  assert.equal(commands.rename('Ada'), undefined);
});

test('the content of a version goes out as the core spelt it', () => {
  const answer = Buffer.from('{"command":"load_version_content","data":{}}');
  assert.equal(commands.versionContent('load_version_content', answer), answer);
});
