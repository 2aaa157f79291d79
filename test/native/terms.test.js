'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { TERMS, MOST_DIALECTS, audienceTerms, dialectTerms } = require('../../lib/native/terms');

const source = fs.readFileSync(path.join(__dirname, '../../binding/terms.cc'), 'utf8');

test('terms are a sum of powers of two, and the addon has the same ones under the same names', () => {
  const [, list] = /enum TermFlag[^{]*\{([^}]*)\}/.exec(source);
  const addon = Array.from(list.matchAll(/k(\w+) = (\d+)/g), ([, name, value]) => [
    name.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toUpperCase(),
    Number(value),
  ]);
  assert.deepEqual(Object.fromEntries(addon), { ...TERMS });
  assert.deepEqual(
    Object.values(TERMS),
    Object.keys(TERMS).map((_name, index) => 2 ** index),
  );
});

test('behind them are a bit for each dialect that somebody listens in, and the number of that of the change', () => {
  const constant = (name) => Number(new RegExp(`${name} = (\\d+);`).exec(source)[1]);
  const numbers = Array.from({ length: MOST_DIALECTS - 1 }, (_, index) => index + 1);
  assert.deepEqual([audienceTerms(0), dialectTerms(0)], [0, 0]);
  for (const number of numbers) {
    assert.equal(audienceTerms(number), constant('kAudience') * 2 ** number);
    assert.equal(dialectTerms(number), constant('kDialect') * number);
  }
  const sumOf = (terms) => terms.reduce((sum, one) => sum + one, 0);
  assert.ok(sumOf(Object.values(TERMS)) < audienceTerms(1));
  assert.ok(sumOf(Object.values(TERMS)) + sumOf(numbers.map(audienceTerms)) < dialectTerms(1));
});
