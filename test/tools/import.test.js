'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { toolStage } = require('../support/tool-stage');

test('what is exported can be imported, but not while a server has the file', async (t) => {
  const { kept, use } = await toolStage(t);
  const file = path.join(kept.folder, 'export.txt');
  fs.writeFileSync(file, (await use('export')).said);
  const during = await use('import', '--from', file, '--as=2');
  assert.match(during.errors, /in use by another server \(ERR_STORAGE_IN_USE\)\n$/);
  await kept.close();
  const after = await use('import', '--from', file, '--as=2');
  assert.equal(after.said, 'Project "2" is kept with 2 revisions\n');
  const both = await use('history');
  assert.match(both.errors, /Give --project: the file has "1", "2"/);
  assert.equal((await use('history', '--project=2')).said.split('\n').length, 3);
});
