'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { runTool, toolStage } = require('../support/tool-stage');

test('a backup is taken beside the server, and is whole', async (t) => {
  const { kept, use } = await toolStage(t);
  const copy = path.join(kept.folder, 'copy.db');
  assert.equal((await use('backup', '--to', copy)).code, 0);
  assert.match((await use('backup', '--to', copy)).errors, /ERR_FILE_EXISTS/);
  await kept.close();
  const { said } = await runTool('check', `--storage=sqlite:${copy}`);
  assert.equal(said, '2 revisions and 1 snapshots were read, and all is well\n');
});
