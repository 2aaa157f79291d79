'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { copyTo } = require('../../lib/storage/copy-to');
const { temporaryFolder } = require('../support/temporary-folder');

test('a copy has its name when it is whole, and another until then', async (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'copy.db');
  const fill = async (part) => {
    assert.deepEqual(fs.readdirSync(folder), [path.basename(part)]);
    assert.equal(fs.readFileSync(part, 'utf8'), '');
    fs.writeFileSync(part, 'whole');
  };
  assert.equal(await copyTo(file, fill), undefined);
  assert.deepEqual(fs.readdirSync(folder), ['copy.db']);
  assert.equal(fs.readFileSync(file, 'utf8'), 'whole');
});

test('of a copy that fails nothing stays', async (t) => {
  const folder = temporaryFolder(t);
  const failure = { code: 'ERR_STORAGE_FULL', message: 'full' };
  const fail = async (part) => {
    fs.writeFileSync(part, 'half');
    return failure;
  };
  assert.equal(await copyTo(path.join(folder, 'copy.db'), fail), failure);
  assert.deepEqual(fs.readdirSync(folder), []);
});

test('what is there already stays, and of two copies that want one name one gets it', async (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'copy.db');
  const writing = (text) => async (part) => fs.writeFileSync(part, text);
  const both = [copyTo(file, writing('one')), copyTo(file, writing('two'))];
  const ends = await Promise.allSettled(both);
  const refused = ends.filter(({ status }) => status === 'rejected');
  assert.deepEqual(
    refused.map(({ reason }) => reason.code),
    ['ERR_FILE_EXISTS'],
  );
  const kept = fs.readFileSync(file, 'utf8');
  assert.equal(kept, ends[0].status === 'fulfilled' ? 'one' : 'two');
  await assert.rejects(copyTo(file, writing('three')), { code: 'ERR_FILE_EXISTS' });
  assert.equal(fs.readFileSync(file, 'utf8'), kept);
  assert.deepEqual(fs.readdirSync(folder), ['copy.db']);
});
