'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { CLOSE, closeCodeOf } = require('../../lib/net/close-codes');

const read = (file) => fs.readFileSync(path.join(__dirname, '../..', file), 'utf8');

test('every close code is in the table of the protocol, and those that the client package knows are the same', async () => {
  const page = read('docs/protocol.md');
  const [, table] = /\n## Close codes\n([^]*?)\n## /.exec(page) ?? [];
  const told = new Set(Array.from(table.matchAll(/^\| (\d{4}) \|/gm), ([, code]) => Number(code)));
  for (const code of Object.values(CLOSE)) assert.ok(told.has(code), String(code));
  const client = await import('../../client/src/core/close-codes.js');
  for (const [name, code] of Object.entries(client.CLOSE)) {
    assert.ok(told.has(code), name);
    if (name in CLOSE) assert.equal(code, CLOSE[name], name);
  }
  for (const code of told) {
    assert.equal(client.mayComeAgain(code), code < 4400, String(code));
  }
});

test('a status of HTTP has a close code that says the same', () => {
  const statuses = [400, 401, 403, 404, 429, 500, 503];
  assert.deepEqual(statuses.map(closeCodeOf), [4400, 4401, 4403, 4404, 4429, 1013, 1013]);
});
