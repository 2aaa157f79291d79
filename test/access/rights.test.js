'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Rights } = require('../../lib/access/rights');

const of = (projects) => new Rights(projects, false, true);

test('a project is known by the text of its id', () => {
  const rights = of([1, 'b']);
  assert.deepEqual(
    [1, '1', 'b', 2, '01', '*'].map((id) => rights.maySee(id)),
    [true, true, true, false, false, false],
  );
  assert.equal(of('*').maySee(2), true);
  assert.equal(of([]).maySee(1), false);
});

test('two share a project where there is one that both may see', () => {
  const pairs = [
    [[1, 2], [2, 3], true],
    [[1], ['1'], true],
    [[1], [2], false],
    ['*', [2], true],
    ['*', '*', true],
    ['*', [], false],
    [[], [], false],
  ];
  for (const [mine, theirs, share] of pairs) {
    assert.equal(of(mine).shareProject(of(theirs)), share, `${mine} and ${theirs}`);
    assert.equal(of(theirs).shareProject(of(mine)), share, `${theirs} and ${mine}`);
  }
});
