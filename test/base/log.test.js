'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { consoleLogger } = require('../../lib/base/console-logger');
const { Log, quoted } = require('../../lib/base/log');
const { testLog } = require('../support/test-log');

test('debug lines are written only where they are wanted', () => {
  const quiet = testLog();
  const talkative = testLog({ isDebug: true });
  for (const { log } of [quiet, talkative]) {
    log.debug('a');
    log.info('b');
  }
  assert.deepEqual(quiet.lines, ['info: b']);
  assert.deepEqual(talkative.lines, ['debug: a', 'info: b']);
});

test('what could forge a line or move the cursor is escaped', () => {
  const { log, lines } = testLog();
  log.info('Eve\n2026 warning: forged\r\u001b[2J\u009b1m\u2028\u202eteg\u200b\ud800 é 日本 ok');
  assert.deepEqual(lines, [
    'info: Eve\\u{a}2026 warning: forged\\u{d}\\u{1b}[2J\\u{9b}1m\\u{2028}\\u{202e}teg\\u{200b}\\u{d800} é 日本 ok',
  ]);
});

test('an error keeps the lines of its stack, and none of them begins at the left', () => {
  const { log, lines } = testLog();
  log.error('Error: no\nforged\n    at here\u001b[0m');
  assert.deepEqual(lines, ['error: Error: no\n    forged\n    at here\\u{1b}[0m']);
});

test('a line has an end, and so has what is quoted', () => {
  const { log, lines } = testLog();
  log.info('x'.repeat(1e6));
  assert.equal(lines[0].length, 'info: '.length + 8192);
  assert.deepEqual([quoted('a"b\n'), quoted('7'), quoted(7)], ['"a\\"b\\n"', '"7"', '7']);
  assert.equal(quoted('y'.repeat(1e6)), `"${'y'.repeat(60)}…"`);
  assert.deepEqual(
    [quoted(null), quoted({ toString: 1 }), quoted([{ toString: null }])],
    [...['"null"', 'an object', 'a list']],
  );
});

test('of lines that are alike twenty are written in ten seconds, and the others are counted', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { log, lines } = testLog();
  for (let i = 1; i <= 8500; i++) log.paced('warn', 'storm', 'project 1', `storm ${i}`);
  log.paced('warn', 'storm', 'project 2', 'another');
  assert.equal(lines.length, 21);
  assert.deepEqual(lines.slice(19), ['warn: storm 20', 'warn: another']);

  t.mock.timers.tick(10_000);
  assert.deepEqual(lines.slice(21), ['warn: 8480 more like this, of which the last: storm 8500']);
  log.paced('warn', 'storm', 'project 1', 'a new window');
  t.mock.timers.tick(10_000);
  assert.deepEqual(lines.slice(22), ['warn: a new window']);
});

test('what is remembered of lines has a bound, whoever they are about', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { log, lines } = testLog();
  for (let i = 0; i < 100_000; i++) log.paced('info', 'login', `address ${i}`, `login ${i}`);
  assert.equal(lines.length, 1000 + 20);
  log.flush();
  assert.deepEqual(lines.slice(1020), [
    'info: 98980 more like this, of which the last: login 99999',
  ]);
});

test('a logger that throws or rejects loses its lines, and says so once', async (t) => {
  const told = t.mock.method(console, 'error', () => {});
  const fail = () => {
    throw new Error('the disk is full');
  };
  const log = new Log({ debug: fail, info: fail, warn: fail, error: async () => fail() }, true);
  for (const level of ['debug', 'info', 'warn', 'error']) log[level]('text');
  await new Promise(setImmediate);
  // Node's own warnings go the same way.
  const lines = told.mock.calls.map((call) => String(call.arguments[0]));
  const own = lines.filter((line) => line.includes('The logger failed'));
  assert.equal(own.length, 1);
  assert.match(own[0], /error: The logger failed: Error: the disk is full/);
});

test('the lines of the console have their time and level', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 2, 2, 8) });
  const said = [];
  t.mock.method(console, 'error', (line) => said.push(line));
  const logger = consoleLogger();
  for (const level of ['debug', 'info', 'warn', 'error']) logger[level]('text');
  assert.deepEqual(said, [
    '2026-03-02T08:00:00.000Z debug: text',
    '2026-03-02T08:00:00.000Z info: text',
    '2026-03-02T08:00:00.000Z warning: text',
    '2026-03-02T08:00:00.000Z error: text',
  ]);
});
