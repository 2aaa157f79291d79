'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { MODE } = require('../../lib/native/mode');

test('a mode is a sum of powers of two, and the addon has the same ones under the same names', () => {
  const source = fs.readFileSync(path.join(__dirname, '../../binding/terms.cc'), 'utf8');
  const [, list] = /enum[^{]*\{([^}]*kFlat = 1,[^}]*)\}/.exec(source);
  const addon = Array.from(list.matchAll(/k(\w+) = (\d+)/g), ([, name, value]) => [
    name.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
    Number(value),
  ]);
  assert.deepEqual(Object.fromEntries(addon), { ...MODE });
  assert.deepEqual(
    Object.values(MODE),
    Object.keys(MODE).map((_name, index) => 2 ** index),
  );
});
