'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { answerTyped } = require('../../lib/session/typed-messages');

const MEMBER = { project: 'a project', member: 'a member' };

/** @returns {{session: any, complaints: string[], debugged: string[]}} */
function stage(follows = MEMBER) {
  const complaints = [];
  const debugged = [];
  const complain = (code, message) => complaints.push(`${code} ${message}`);
  const log = { debug: (text) => debugged.push(text) };
  return { session: { ...follows, complain, log }, complaints, debugged };
}

test('a message is answered by what its type is in the table', () => {
  const { session, debugged } = stage();
  const types = new Map([['load', (...request) => request]]);
  const answer = answerTyped(types, session, 'load', { payload: 1 });
  assert.deepEqual(answer, [session, { payload: 1, ...MEMBER }]);
  assert.deepEqual(debugged, ['load']);
});

test('a type that there is not is named, up to 40 characters of it', () => {
  const { session, complaints } = stage();
  for (const type of ['x'.repeat(50), '\n', null])
    assert.equal(answerTyped(new Map(), session, type, {}), undefined);
  const named = (text) => `ERR_UNKNOWN_COMMAND There is no message of type ${text}`;
  assert.deepEqual(complaints, [
    named(`"${'x'.repeat(40)}"`),
    named(String.raw`"\n"`),
    named('"null"'),
  ]);
});

test('who follows no project is not answered', () => {
  const { session, complaints } = stage({ project: undefined, member: undefined });
  const types = new Map([['load', () => assert.fail('it was called')]]);
  answerTyped(types, session, 'load', {});
  assert.equal(complaints.length, 1);
});
