'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { toolStage } = require('../support/tool-stage');

test('export prints one project as one line of JSON, and nothing of a project that there is not', async (t) => {
  const { kept, use } = await toolStage(t);
  await kept.close();
  const { said, code } = await use('export');
  assert.equal(said.indexOf('\n'), said.length - 1);
  const { format, project, snapshots, revisions } = JSON.parse(said);
  assert.deepEqual([format, project, code], ['gantt-sync-server project 2', '1', 0]);
  assert.deepEqual([snapshots.length, revisions.map(({ number }) => number)], [1, [1, 2]]);
  const none = await use('export', '--project=2');
  assert.match(none.errors, /\(ERR_UNKNOWN_PROJECT\)\n$/);
  assert.deepEqual([none.said, none.code], ['', 1]);
});
