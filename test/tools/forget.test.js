'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { toolStage } = require('../support/tool-stage');

test('a user is forgotten, and the numbers stay', async (t) => {
  const { kept, use } = await toolStage(t);
  await kept.close();
  assert.equal((await use('forget', '--user=ann', '--as=x')).said, '"x" stands in its place\n');
  const { said } = await use('history', '--user=x');
  assert.equal(said, '1  2026-03-02T08:00:02.000Z  "x"  tasks: 1 updated\n');
  assert.match((await use('forget', '--user=ann')).errors, /\(ERR_UNKNOWN_USER\)\n$/);
  assert.match((await use('forget')).errors, /Give --user NAME/);
  assert.match((await use('check')).said, /all is well/);
});
