'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { toolStage } = require('../support/tool-stage');

test('restore brings back what was by one more revision, which another takes back', async (t) => {
  const { kept, use } = await toolStage(t);
  const during = await use('restore', '--revision=0');
  assert.match(during.errors, /ERR_STORAGE_IN_USE/);
  await kept.close();
  const one = ['--record=1', '--field=name'];
  assert.equal((await use('restore', '--revision=0', ...one)).said, 'Revision 3 did it\n');
  assert.equal((await use('restore', '--revision=0', ...one)).said, 'It is so already\n');
  const back = await use('restore', '--revision=2', '--user=eve');
  assert.equal(back.said, 'Revision 4 did it\n');
  const { said } = await use('history', '--record=1', '--limit=2');
  assert.deepEqual(
    said.split('\n').map((line) => line.replace(/ \S+Z {2}/, ' ')),
    ['4  "eve"  updated name: "Dig" → "Cut"', '3  "Server"  updated name: "Cut" → "Dig"', ''],
  );
  assert.match((await use('check')).said, /all is well/);
  assert.match((await use('restore')).errors, /needs either "revision" or "time"/);
});
