'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { toolStage } = require('../support/tool-stage');

test('history prints a line for each revision, or for each field of a record', async (t) => {
  const { kept, use } = await toolStage(t);
  assert.deepEqual(await use('history'), {
    said:
      '2  2026-03-02T08:00:03.000Z  "b\\u{202e}ob"  tasks: 1 added\n' +
      '1  2026-03-02T08:00:02.000Z  "ann"  tasks: 1 updated\n',
    errors: '',
    code: 0,
  });
  const { said } = await use('history', '--record=1', '--field', 'name');
  assert.equal(said, '1  2026-03-02T08:00:02.000Z  "ann"  updated name: "Dig" → "Cut"\n');
  const json = await use('history', '--json', '--limit=1');
  assert.equal(JSON.parse(json.said).changes.tasks.added[0].name, 'x');
  await kept.close();
});
