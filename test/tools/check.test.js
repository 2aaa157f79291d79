'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { toolStage } = require('../support/tool-stage');

test('damage is named, and the exit code says so', async (t) => {
  const { kept, use } = await toolStage(t);
  await kept.close();
  const bytes = fs.readFileSync(kept.file);
  const at = bytes.indexOf('"Cut"');
  bytes[at + 1] ^= 4;
  fs.writeFileSync(kept.file, bytes);
  const { said, errors, code } = await use('check');
  assert.equal(said, 'Project 1: Revision 1 is not what was written\n');
  assert.match(errors, /; problems: 1 \(ERR_DAMAGED\)\n$/);
  assert.equal(code, 1);
});
