'use strict';

const assert = require('node:assert/strict');
const { execFile } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { promisify } = require('node:util');

const root = path.join(__dirname, '..', '..');
const program = path.join(__dirname, '..', 'support', 'answers-digest.js');
const HISTORIES = 25;

/** @returns {Promise<string[]>} digests of what a process with a secret of its own says */
async function digests() {
  const { stdout } = await promisify(execFile)(process.execPath, [program, '1', `${HISTORIES}`]);
  return stdout.trim().split('\n');
}

test('Nothing that the server says depends on the secret of its hashes', async () => {
  const expected = await digests();
  assert.equal(expected.length, HISTORIES + 3);
  for (let i = 0; i < 3; i++) assert.deepEqual(await digests(), expected);
});

// Who can compute the hash of a text can make texts that collide: see src/base/keyed_hash.h.
test('No table of the core hashes a text without the secret', () => {
  const wrong = fs
    .readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(h|cc)$/.test(name) && path.basename(name) !== 'text_map.h')
    .flatMap((name) => {
      const text = fs.readFileSync(path.join(root, 'src', name), 'utf8');
      const uses = text.match(/std::(hash|unordered_(multi)?(map|set))<\s*std::\w*string\w*/g);
      return (uses ?? []).map((use) => `${name}: ${use}`);
    });
  assert.deepEqual(wrong, []);
});
