'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { flat } = require('../../../lib/dialects/flat/spelling');

test('an author is told of its change where it has to learn something, or always', () => {
  assert.equal(flat.wordingFor({}), flat.wording);
  assert.equal(flat.wording.echoes, 'where-missed');
  assert.deepEqual(flat.wordingFor({ echo: 'always' }), { ...flat.wording, echoes: 'always' });
});

test('a request has its fields beside the command; a reset is of the project that is followed', () => {
  const dataset = { command: 'dataset', project: 1 };
  assert.equal(flat.fieldsOf(dataset, { project: { id: 7 } }), dataset);
  assert.equal(flat.fieldsOf({ command: 'reset' }, { project: { id: 7 } }).project, 7);
  assert.equal(flat.fieldsOf({ command: 'reset', project: 1 }, { project: { id: 7 } }).project, 1);
  assert.equal(flat.fieldsOf({ command: 'reset' }, {}).project, undefined);
});

test('everything is beside the command, and only a login says whether it succeeded', () => {
  assert.deepEqual(flat.say('version', { version: '1' }), { command: 'version', version: '1' });
  assert.deepEqual(flat.refuse('dataset', 'No'), { command: 'dataset', error: 'No' });
  assert.deepEqual(flat.refuse('login', 'No'), { command: 'login', success: false, error: 'No' });
  assert.deepEqual(flat.login('client-1', 'Ada'), {
    command: 'login',
    success: true,
    userName: 'Ada',
    client: 'client-1',
    resume: undefined,
  });
  assert.deepEqual(flat.complain('ERR_INVALID_JSON', 'No text'), {
    command: 'error',
    message: 'No text (ERR_INVALID_JSON)',
  });
  assert.deepEqual(flat.refuseChange({ code: 'ERR_INVALID_ID', message: 'No id' }), {
    command: 'projectChange',
    error: 'No id (ERR_INVALID_ID)',
  });
});

test('who comes, has another name and goes is told by name', () => {
  const told = ['join', 'rename', 'logout', 'reset'].map((what) => flat[what]('Ada'));
  assert.deepEqual(
    told,
    ['login', 'hello', 'logout', 'reset'].map((command) => ({ command, userName: 'Ada' })),
  );
  assert.deepEqual(flat.users(['Ada']), { command: 'users', users: ['Ada'] });
});

test('the content of a version is lifted out of data', () => {
  const command = 'loadVersionContent';
  const content = { versionId: 1, content: { data: { deep: '}' } } };
  const answer = Buffer.from(JSON.stringify({ command, data: content }));
  const lifted = flat.versionContent(command, answer);
  assert.deepEqual(JSON.parse(lifted.toString()), { command, ...content });
});
