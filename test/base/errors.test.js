'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const {
  ERROR_CODES,
  codedError,
  codedTypeError,
  describeThrown,
  errorText,
} = require('../../lib/base/errors');

test('every code that the server names has its sentence', () => {
  const root = path.join(__dirname, '..', '..');
  const folders = ['lib', 'src', 'binding'].map((folder) => path.join(root, folder));
  const files = folders.flatMap((folder) =>
    fs.readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name)),
  );
  const sources = files.filter((file) => /\.(js|h|cc)$/.test(file));
  const named = new Set(
    sources.flatMap((file) => fs.readFileSync(file, 'utf8').match(/\bERR_[A-Z0-9_]+\b/g) ?? []),
  );
  // Stands behind a switch over all codes and is never reached.
  named.delete('ERR_UNKNOWN');
  const missing = [...named].filter((code) => !Object.hasOwn(ERROR_CODES, code));
  assert.deepEqual(missing, []);
  for (const sentence of Object.values(ERROR_CODES)) assert.match(sentence, /^[A-Z`].*\.$/);
});

test('an error has its code beside its text and at the end of it', () => {
  const cause = new Error('why');
  const error = codedError('ERR_INTERNAL', 'It failed', cause);
  assert.deepEqual([error.code, error.message], ['ERR_INTERNAL', 'It failed (ERR_INTERNAL)']);
  assert.equal(error.cause, cause);
  const wrongCall = codedTypeError('ERR_INVALID_OPTION', 'No');
  assert.ok(wrongCall instanceof TypeError);
  assert.deepEqual(
    [wrongCall.code, wrongCall.message],
    ['ERR_INVALID_OPTION', 'No (ERR_INVALID_OPTION)'],
  );
});

test('the text for a client is the sentence of the code unless there is a better one', () => {
  assert.equal(errorText('ERR_FORBIDDEN'), 'The user may not see the project (ERR_FORBIDDEN)');
  assert.equal(errorText('ERR_FORBIDDEN', 'Not yours'), 'Not yours (ERR_FORBIDDEN)');
});

test('whatever is thrown has a text', () => {
  const error = new Error('why');
  const hostile = {
    get stack() {
      throw new Error('no');
    },
  };
  assert.equal(describeThrown(error), error.stack);
  assert.equal(describeThrown('plain'), 'plain');
  assert.equal(describeThrown(undefined), 'undefined');
  assert.equal(describeThrown(hostile), 'something that cannot be shown');
});
