'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { lock, unlock } = require('../../../lib/dialects/commands/locks');
const { commands, flat } = require('../../support/dialects');
const { bareProject, notingSession } = require('../../support/noting-session');

/** What a client of a dialect is answered. */
function answers(dialect, locks, acts) {
  const { session, sent } = notingSession({ dialect, userName: 'Ada' });
  const project = bareProject({ locks, part() {}, people: { join() {} } });
  session.follow(project);
  session.appear(false);
  for (const [run, fields] of acts) run(session, { command: run.name, fields, project });
  return sent;
}

test('lock and unlock are answered with the record, beside the command or in data', () => {
  const until = 1_700_000_000_000;
  const locks = { take: () => ({ success: true, fence: 3, until }), release: () => false };
  const acts = [
    [lock, { recordId: 5 }],
    [unlock, { recordType: 'resources', recordId: 'r' }],
  ];
  const taken = { project: 1, recordType: 'tasks', recordId: 5, success: true, fence: 3, until };
  const left = { project: 1, recordType: 'resources', recordId: 'r', success: false };
  assert.deepEqual(answers(commands, locks, acts), [
    { command: 'lock', data: taken },
    { command: 'unlock', data: left },
  ]);
  assert.deepEqual(answers(flat, locks, acts), [
    { command: 'lock', ...taken },
    { command: 'unlock', ...left },
  ]);
});

test('what cannot be is refused under the name of the command', () => {
  const acts = [
    [lock, {}],
    [unlock, { recordId: 5 }],
  ];
  const errors = answers(commands, undefined, acts).map(({ command, error }) => [command, error]);
  assert.match(errors[0].join(' '), /^lock .*\(ERR_INVALID_RECORD\)$/);
  assert.match(errors[1].join(' '), /^unlock .*\(ERR_LOCKS_OFF\)$/);
});
