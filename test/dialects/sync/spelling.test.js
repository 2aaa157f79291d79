'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { ERROR_CODES } = require('../../../lib/base/errors');
const { sync } = require('../../../lib/dialects/sync/spelling');

/** The payload of an error. */
function payloadOf({ type, payload }) {
  assert.equal(type, 'error');
  return JSON.parse(JSON.stringify(payload));
}

test('a complaint has the code, and the sentence of the code unless there is a better one', () => {
  const code = 'ERR_INVALID_ID';
  assert.deepEqual(payloadOf(sync.complain(code)), { code, message: ERROR_CODES[code] });
  assert.deepEqual(payloadOf(sync.complain(code, 'No id')), { code, message: 'No id' });
});

test('a change is refused under the client’s own number of it', () => {
  const bytes = Buffer.from('{"type":"changes","payload":{},"revision":7}');
  const numberOf = (failure, text = bytes) =>
    payloadOf(sync.refuseChange(failure, text)).clientRevision;
  assert.equal(numberOf({ code: 'ERR_INVALID_ID', clientRevision: 5 }), 5);
  assert.equal(numberOf({ code: 'ERR_INVALID_ID' }), undefined);
  // The core has not read these.
  assert.equal(numberOf({ code: 'ERR_BEFORE_RESET' }), 7);
  assert.equal(numberOf({ code: 'ERR_NOT_RESUMED' }), 7);
  assert.equal(numberOf({ code: 'ERR_BEFORE_RESET' }, Buffer.from('{"type":')), undefined);
});

test('there is no message for who comes and goes on the server', () => {
  for (const what of ['join', 'rename', 'logout', 'users', 'reset']) {
    assert.equal(sync[what]('Ada'), undefined);
  }
});
