'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { AppliedChange, AskedChange } = require('../../lib/project/change-events');
const { DIALECTS, NUMBERS } = require('../support/dialects');

const TASKS = { tasks: { updated: [{ id: 1, name: 'Dig' }] } };

/** A change of Ada's on its way. */
function pendingChange(name, message) {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  return {
    project: { id: 7, revision: 9 },
    identity: { userName: 'Ada', clientId: 'client-1' },
    dialect: DIALECTS[NUMBERS[name]],
    bytes: Buffer.from(text),
  };
}

test('who asks for a change says what, in each dialect', () => {
  const revisions = [{ changes: TASKS }, { changes: {} }];
  const asked = [
    pendingChange('commands', { command: 'project_change', data: { project: 7, revisions } }),
    pendingChange('flat', { command: 'projectChange', project: 7, changes: TASKS }),
    pendingChange('sync', { type: 'changes', payload: TASKS, revision: 1 }),
  ].map((one) => new AskedChange(one));
  assert.deepEqual(
    asked.map(({ changes }) => changes),
    [[TASKS, {}], [TASKS], [TASKS]],
  );
  const [{ project, userName, client, dialect, bytes }] = asked;
  assert.deepEqual([project, userName, client, dialect], [7, 'Ada', 'client-1', 'commands']);
  assert.ok(Buffer.isBuffer(bytes));
});

test('what is no change is left out, and what is no message has none', () => {
  const changesOf = (...one) => new AskedChange(pendingChange(...one)).changes;
  const revisions = [null, 7, { changes: [] }, { changes: TASKS }, {}];
  assert.deepEqual(changesOf('commands', { data: { revisions } }), [TASKS]);
  for (const text of ['{"data":', 'null', '[]', '{"data":null}', '{"data":{"revisions":{}}}']) {
    assert.deepEqual(changesOf('commands', text), []);
  }
  for (const dialect of ['flat', 'sync']) assert.deepEqual(changesOf(dialect, '{}'), []);
});

test('what was changed is what the subscribers are told, read when it is looked at', () => {
  const revisions = [{ revision: 'server-9', client: 'client-1', changes: TASKS }];
  const message = Buffer.from(JSON.stringify({ command: 'project_change', data: { revisions } }));
  const change = new AppliedChange(pendingChange('sync', {}), message);
  assert.deepEqual(
    { ...change },
    {
      project: 7,
      revision: 9,
      client: 'client-1',
      userName: 'Ada',
      dialect: 'sync',
      message,
    },
  );
  assert.deepEqual(change.revisions, revisions);
  change.revisions.length = 0;
  assert.deepEqual(change.revisions, revisions);
});
