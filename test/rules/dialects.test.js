'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { ALL_DIALECTS } = require('../../lib/dialects');

const root = path.join(__dirname, '..', '..', 'lib');
const INDEX = 'dialects/index.js';
const NAMES = ALL_DIALECTS.map(({ name }) => name).join('|');
const LITERAL = new RegExp(`(['"\`])(?:${NAMES})\\1`);
const MEMBER = new RegExp(`\\.(?:${NAMES})\\b(?!\\()`);
const PATHS = ALL_DIALECTS.flatMap(({ path: own }) => own ?? []);

// How messages are spelt. A frame of the line has a payload, too, which is no member of an object.
const SPELT = /\b(?:command|payload): |\btype: '/;

/** @returns {string[]} every file of lib/ that is in no dialect's folder */
function outsiders() {
  return fs
    .readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => /\.m?js$/.test(name) && !/^dialects\/[^/]+\//.test(name));
}

/** @returns {string[]} its lines that ask for a dialect by its name, know its path, or spell a message */
function linesThatKnow(name) {
  return fs
    .readFileSync(path.join(root, name), 'utf8')
    .split('\n')
    .filter((line) => !/^\s*(?:\*|\/[/*])/.test(line))
    .filter(
      (line) =>
        [LITERAL, MEMBER, SPELT].some((each) => each.test(line)) ||
        PATHS.some((own) => line.includes(own)),
    )
    .map((line) => `${name}: ${line.trim()}`);
}

test('no file of lib/ outside the folder of a dialect knows its name or its path, or spells a message', () => {
  const known = outsiders()
    .filter((name) => name !== INDEX)
    .flatMap(linesThatKnow);
  assert.deepEqual(known, []);
});

test('the list of dialects names each where it takes it from its folder, and in the list', () => {
  const lines = fs.readFileSync(path.join(root, INDEX), 'utf8').split('\n');
  for (const { name } of ALL_DIALECTS) {
    const own = lines.filter(
      (line) => new RegExp(`\\b${name}\\b`).test(line) && !/^\s*(?:\*|\/)/.test(line),
    );
    assert.equal(own.length, 2, `${name}: ${own.join(' ')}`);
    assert.match(own[0], new RegExp(`require\\('\\./${name}/`));
  }
});
