'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { parseJsonFile } = require('../../lib/base/json-file');

/** What the error of a text says behind the name of the file. */
function complaint(text) {
  try {
    return parseJsonFile('users.json', text);
  } catch (error) {
    assert.equal(error.code, 'ERR_INVALID_DATA_FILE');
    assert.ok(error.cause instanceof SyntaxError);
    return error.message.replace('File users.json: ', '');
  }
}

test('a text that is JSON is what it says', () => {
  assert.deepEqual(parseJsonFile('users.json', '{"ada":[1,null]}'), { ada: [1, null] });
});

test('a text that is none is an error with the file, the line and the column', () => {
  assert.match(complaint('{\n  "a": 1,\n  "b": x\n}'), /^line 3, column 8: Unexpected token/);
  assert.match(complaint('{"a": 1 "b": 2}'), /^line 1, column 9: Expected ','/);
  assert.match(complaint('{\n"a": ['), /^line 2, column 7: Unexpected end of JSON input/);
  assert.match(complaint(''), /^line 1, column 1: Unexpected end/);
});

test('an error repeats nothing of the file, which may hold passwords', () => {
  assert.doesNotMatch(complaint('{"password": secret}'), /secret/);
});
