'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { SessionLog } = require('../../lib/session/session-log');
const { testLog } = require('../support/test-log');

const ADA = { clientId: 'client-1', userName: 'Ada' };
const WHO = '"Ada" (client-1, 192.0.2.7)';

/** The lines of a connection, by whoever it is. */
function stage(identity, isDebug = false) {
  const { log, lines } = testLog({ isDebug });
  return { log: new SessionLog(log, '192.0.2.7', identity), lines };
}

test('each line names who it is and where it comes from', () => {
  const { log, lines } = stage(undefined, true);
  log.failed('Eve\n', 'no');
  log.entered(ADA, 'commands');
  log.refused('reset', 'no right');
  log.debug('projects');
  assert.deepEqual(lines, [
    'warn: Somebody (192.0.2.7) may not log in as "Eve\\n": no',
    `info: ${WHO} has logged in: commands`,
    `info: ${WHO} was refused reset: no right`,
    `debug: ${WHO}: projects`,
  ]);
});

test('an end is told with its reason, whoever gave it', () => {
  const { log, lines } = stage(ADA);
  log.ended({ code: 1001, reason: 'Bye' });
  log.ended({ code: 1005, reason: '' });
  log.ended({ code: 1006, reason: '' });
  log.ended({ code: 1006, reason: '' }, 'No sign of life');
  assert.deepEqual(lines, [
    `info: ${WHO} is disconnected: the client closed it (code 1001): "Bye"`,
    `info: ${WHO} is disconnected: the client closed it`,
    `info: ${WHO} is disconnected: it broke off`,
    `info: ${WHO} is disconnected: No sign of life`,
  ]);
});

test('that somebody has gone who was nobody is told to who wants all', () => {
  const [quiet, talkative] = [stage(), stage(undefined, true)];
  for (const { log } of [quiet, talkative]) log.ended({ code: 1006, reason: '' });
  assert.deepEqual(quiet.lines, []);
  assert.deepEqual(talkative.lines, ['debug: Somebody (192.0.2.7) is disconnected: it broke off']);
  assert.deepEqual([quiet.log.isDebug, talkative.log.isDebug], [false, true]);
});

test('what a network causes as often as it likes is counted, and another one is told all the same', () => {
  const { log, lines } = testLog();
  const logs = ['192.0.2.7', '192.0.2.8'].map((address) => new SessionLog(log, address, ADA));
  for (let count = 0; count < 100; count++) logs[0].refused('reset', 'no right');
  const before = lines.length;
  assert.ok(before < 30, `${before}`);
  logs[1].refused('reset', 'no right');
  assert.equal(lines.length, before + 1);
  log.flush();
});
