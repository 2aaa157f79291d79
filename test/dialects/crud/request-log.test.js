'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { RequestLog } = require('../../../lib/dialects/crud/request-log');

test('each line names who asks, and from where', () => {
  const lines = [];
  const log = /** @type {any} */ ({
    isDebug: true,
    debug: (text) => lines.push(text),
    paced: (_level, _kind, who, text) => lines.push(`${who}: ${text}`),
  });
  const own = new RequestLog(log, '192.0.2.7', 'ada');
  assert.equal(own.isDebug, true);
  own.debug('load');
  own.refused('a sync', 'No (ERR_VETOED)');
  assert.deepEqual(lines, [
    '"ada" (HTTP, 192.0.2.7): load',
    '192.0.2.7: "ada" (HTTP, 192.0.2.7) was refused a sync: No (ERR_VETOED)',
  ]);
});
