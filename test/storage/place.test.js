'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { checkFile, checkFolder } = require('../../lib/storage/place');
const { temporaryFolder } = require('../support/temporary-folder');

test('a file that should be there is named with what is wrong', async (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'plan.db');
  const says = (what) => ({ code: 'ERR_STORAGE_FAILED', message: what });
  await assert.rejects(checkFile(file), says(/plan\.db: there is no such file \(ERR_STORAGE/));
  await assert.rejects(checkFile(folder), says(/: it is a folder \(ERR_STORAGE_FAILED\)$/));
  fs.writeFileSync(file, '');
  await checkFile(file);
  await assert.rejects(checkFile(path.join(file, 'journal.db')), says(/: there is no such file/));
});

test('the folder of a file that is to be written is named with what is wrong', async (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'plan.db');
  await checkFolder(file);
  await assert.rejects(checkFolder(path.join(folder, 'none', 'plan.db')), {
    code: 'ERR_STORAGE_FAILED',
    message: /none\/plan\.db: its folder does not exist; the option storage takes another file/,
  });
});
