'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { MODE, MOST_DIALECTS, audienceMode, spokenMode } = require('../../lib/native/mode');

const source = fs.readFileSync(path.join(__dirname, '../../binding/terms.cc'), 'utf8');

test('a mode is a sum of powers of two, and the addon has the same ones under the same names', () => {
  const [, list] = /enum Mode[^{]*\{([^}]*)\}/.exec(source);
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

test('behind them are a bit for each dialect that somebody listens in, and the number of that of the change', () => {
  const constant = (name) => Number(new RegExp(`${name} = (\\d+);`).exec(source)[1]);
  const numbers = Array.from({ length: MOST_DIALECTS - 1 }, (_, index) => index + 1);
  assert.deepEqual([audienceMode(0), spokenMode(0)], [0, 0]);
  for (const number of numbers) {
    assert.equal(audienceMode(number), constant('kAudience') * 2 ** number);
    assert.equal(spokenMode(number), constant('kSpoken') * number);
  }
  const sumOf = (modes) => modes.reduce((sum, mode) => sum + mode, 0);
  assert.ok(sumOf(Object.values(MODE)) < audienceMode(1));
  assert.ok(sumOf(Object.values(MODE)) + sumOf(numbers.map(audienceMode)) < spokenMode(1));
});
