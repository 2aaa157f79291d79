'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const root = path.join(__dirname, '..', '..');

// Each room may know itself and those before it; a dialect no other dialect.
const rooms = [
  'lib/base',
  'lib/native',
  'lib/net/fast',
  'lib/net',
  'lib/storage',
  'lib/access',
  'lib/presence',
  'lib/project',
  'lib/session',
  'lib/dialects/*',
  'lib/dialects',
  'lib/http',
  'lib/options',
  'lib/tools',
  'lib/server',
  'lib',
];

/** @returns {string[]} every file of lib/, relative to the root */
function sources() {
  return fs
    .readdirSync(path.join(root, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.m?js$/.test(name))
    .map((name) => `lib/${name.split(path.sep).join('/')}`);
}

/** @returns {number} the place of a file's folder in `rooms`, or -1 */
function rank(file) {
  const folder = path.posix.dirname(file);
  return rooms.indexOf(folder.replace(/^lib\/dialects\/[^/]+$/, 'lib/dialects/*'));
}

/** @returns {[string, string][]} who names whom: by require, import, or in a type */
function pairs() {
  return sources().flatMap((file) => {
    const text = fs.readFileSync(path.join(root, file), 'utf8');
    const names = text.matchAll(/(?:require\(|import\(|from )'(\.[^']+)'/g);
    const targets = Array.from(names, ([, name]) => {
      const target = path.posix.join(path.posix.dirname(file), name);
      return [target, `${target}.js`, `${target}/index.js`].find((candidate) =>
        fs.statSync(path.join(root, candidate), { throwIfNoEntry: false })?.isFile(),
      );
    });
    return [...new Set(targets)].map((target) => [file, target ?? 'nothing']);
  });
}

test('Every file of lib/ is in one of the rooms', () => {
  assert.deepEqual(
    sources().filter((file) => rank(file) < 0),
    [],
  );
});

test('What a file of lib/ names is there', () => {
  assert.deepEqual(
    pairs().filter(([, target]) => target === 'nothing'),
    [],
  );
});

test('A room of lib/ knows no room behind it, and a dialect no other dialect', () => {
  const isOther = (file, target) =>
    rank(file) === rooms.indexOf('lib/dialects/*') &&
    rank(file) === rank(target) &&
    path.posix.dirname(file) !== path.posix.dirname(target);
  const back = pairs()
    .filter(([, target]) => target.startsWith('lib/'))
    .filter(([file, target]) => rank(target) > rank(file) || isOther(file, target))
    .map(([file, target]) => `${file} names ${target}`);
  assert.deepEqual(back, []);
});
