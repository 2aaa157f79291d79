'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { calendar } = require('../../../lib/dialects/calendar/spelling');

/** What a message says, without its time. */
function said({ timestamp, ...message }) {
  assert.equal(typeof timestamp, 'number');
  return JSON.parse(JSON.stringify(message));
}

test('a complaint says its code, and by default the sentence of the code', () => {
  assert.deepEqual(said(calendar.complain('ERR_INVALID_JSON', 'Bad')), {
    type: 'error',
    data: { code: 'ERR_INVALID_JSON', message: 'Bad' },
  });
  assert.match(said(calendar.complain('ERR_INVALID_JSON')).data.message, /JSON/);
});

test('a refused change has the number that its author gave it, also where the core has not read it', () => {
  const refused = (code, text, clientRevision) =>
    said(calendar.refuseChange({ code, message: 'No', clientRevision }, Buffer.from(text))).data;
  const text = '{"type":"sync","data":{},"revision":"mine"}';
  assert.equal(refused('ERR_INVALID_ID', text, 4).clientRevision, 4);
  assert.equal(refused('ERR_BEFORE_RESET', text).clientRevision, 'mine');
  assert.equal(refused('ERR_NOT_RESUMED', text).clientRevision, 'mine');
  assert.equal(refused('ERR_INVALID_ID', text).clientRevision, undefined);
  assert.equal(refused('ERR_BEFORE_RESET', '{').clientRevision, undefined);
});

test('who is there is a list, with the record at which each is', () => {
  const user = { clientId: 'a', userName: 'Ada', avatar: undefined, color: 'red' };
  const place = { type: 'events', id: 7, isEditing: true };
  const at = { recordType: 'events', recordId: 7, action: 'editing' };
  assert.deepEqual(said(calendar.people([{ ...user, place }], 1)), {
    type: 'presence',
    data: [{ userId: 'a', userName: 'Ada', color: 'red', ...at }],
  });
  assert.equal(said(calendar.people([{ ...user, place: null }], 1)).data[0].action, 'viewing');
});

test('locks are told with the record', () => {
  const record = { type: 'events', id: 7 };
  assert.deepEqual(said(calendar.lock(record, { success: true }, 1)), {
    type: 'lock',
    data: { recordType: 'events', recordId: 7, success: true },
  });
  assert.equal(said(calendar.unlock(record, false, 1)).data.success, false);
});

test('it has no message for who comes and goes on the server', () => {
  for (const tell of ['join', 'rename', 'logout', 'users', 'reset']) {
    assert.equal(calendar[tell]('Ada'), undefined);
  }
});
