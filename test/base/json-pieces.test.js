'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { JsonPieces } = require('../../lib/base/json-pieces');

/** The pieces of a text that comes in chunks of that size. */
function piecesOf(text, size, mostBytes) {
  const bytes = Buffer.from(text);
  const pieces = [];
  const reader = new JsonPieces((piece) => pieces.push(piece), mostBytes);
  for (let at = 0; at < bytes.length; at += size) reader.write(bytes.subarray(at, at + size));
  reader.end();
  return pieces.map(({ key, value, offset, length }) => {
    if (length > 0) assert.deepEqual(JSON.parse(bytes.subarray(offset, offset + length)), value);
    return [key, value];
  });
}

test('fields and the elements of lists come one by one', () => {
  const text =
    ' {"a" : {"b":[1,2]}, "é\\"]" : [ [1,"],"], {"x":"}"} ,null], "c":[],"d":"[{\\\\", "e": 1e3} ';
  const expected = [
    ['a', { b: [1, 2] }],
    ['é"]', [1, '],']],
    ['é"]', { x: '}' }],
    ['é"]', null],
    ['d', '[{\\'],
    ['e', 1000],
  ];
  for (let size = 1; size <= text.length + 5; size++)
    assert.deepEqual(piecesOf(text, size), expected, `${size} bytes at once`);
});

test('what is no JSON object, not whole or too long is refused', () => {
  for (const text of [
    '',
    ' ',
    '[1]',
    '5',
    '{"a":1',
    '{"a":1}}',
    '{"a":1}5',
    '{a:1}',
    '{"a":[1}',
    '{"a":[1]x}',
    'x{}',
    '{"a":[1,2',
  ])
    for (const size of [1, 100]) assert.throws(() => piecesOf(text, size), undefined, text);
  const long = `{"a":["${'x'.repeat(50)}","${'x'.repeat(50)}"]}`;
  assert.equal(piecesOf(long, 7, 60).length, 2);
  assert.throws(() => piecesOf(long, 7, 40), RangeError);
});
