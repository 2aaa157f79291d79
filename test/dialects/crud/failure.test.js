'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { ERROR_CODES } = require('../../../lib/base/errors');
const { failure } = require('../../../lib/dialects/crud/failure');

const said = (answer) => JSON.parse(Buffer.concat(answer.parts).toString());

test('a failure has what a CrudManager shows, and the status of its code', () => {
  const answer = failure({ code: 'ERR_BEFORE_RESET' }, '17');
  assert.equal(answer.status, 409);
  assert.deepEqual(said(answer), {
    success: false,
    requestId: 17,
    message: ERROR_CODES.ERR_BEFORE_RESET.replace(/\.$/, ''),
    code: 'ERR_BEFORE_RESET',
  });
  assert.equal(failure({ code: 'ERR_INVALID_CHANGES', message: '"x" is wrong' }).status, 400);
});

test('who has to log in is told how, and who has to wait for how long', () => {
  const { headers } = failure({ code: 'ERR_UNAUTHORIZED', status: 401 });
  assert.equal(headers?.['WWW-Authenticate'], 'Bearer');
  const busy = failure({ code: 'ERR_TOO_MANY_ATTEMPTS', status: 429, waitMs: 1500 });
  assert.equal(busy.headers?.['Retry-After'], '2');
});
