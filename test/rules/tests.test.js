'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const root = path.join(__dirname, '..', '..');

/** @returns {string[]} every file of lib/, without `lib/` */
function sources() {
  return fs
    .readdirSync(path.join(root, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.m?js$/.test(name))
    .map((name) => name.split(path.sep).join('/'));
}

/** @returns {boolean} does a file declare types alone? */
function hasOnlyTypes(name) {
  return fs.readFileSync(path.join(root, 'lib', name), 'utf8').endsWith('module.exports = {};\n');
}

/** @returns {string} where the test of a file is: in the room of test/ that has the name of its own */
function testOf(name) {
  return `test/${name.replace(/\.m?js$/, '.test.js')}`;
}

test('Every file of lib/ has a test of its name in the same room of test/', () => {
  const names = sources().filter((name) => !hasOnlyTypes(name));
  assert.ok(names.length > 80);
  const missing = names
    .filter((name) => !fs.existsSync(path.join(root, testOf(name))))
    .map((name) => `lib/${name} has no ${testOf(name)}`);
  assert.deepEqual(missing, []);
});
