'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { consoleLogger } = require('../../lib/base/console-logger');

test('each line goes to standard error with its time and its level', (t) => {
  const lines = [];
  t.mock.method(console, 'error', (line) => lines.push(line));
  t.mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 2, 1, 12, 30, 5) });
  const logger = consoleLogger();
  for (const level of ['debug', 'info', 'warn', 'error']) logger[level](`a ${level}`);
  const levels = ['debug: a debug', 'info: a info', 'warning: a warn', 'error: a error'];
  assert.deepEqual(
    lines.map((line) => line.split(' ').slice(1).join(' ')),
    levels,
  );
  assert.deepEqual(
    lines.map((line) => line.split(' ')[0].slice(0, 19)),
    Array(4).fill('2026-03-01T12:30:05'),
  );
});
