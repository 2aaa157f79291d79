'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Repetition } = require('../../lib/session/repetition');

test('all answers have arrived up to where the project was before the first change, then as far as was seen', () => {
  const repetition = new Repetition();
  assert.equal(repetition.answeredUpTo(2), Infinity);
  assert.equal(repetition.mayRepeat({ forgotten: 4, revision: 5 }), false);
  assert.equal(repetition.mayRepeat({ forgotten: 8, revision: 9 }), false);
  assert.deepEqual([repetition.answeredUpTo(2), repetition.answeredUpTo(8)], [5, 8]);
});

test('only what comes first from who is back may be forgotten', () => {
  const judged = [2, 3, 4].map((forgotten) => {
    const repetition = new Repetition();
    repetition.goOn(3);
    return repetition.mayRepeat({ forgotten, revision: 50 });
  });
  assert.deepEqual(judged, [false, false, true]);
  const repetition = new Repetition();
  repetition.goOn(3);
  repetition.mayRepeat({ forgotten: 3, revision: 50 });
  assert.equal(repetition.mayRepeat({ forgotten: 40, revision: 50 }), false);
});
