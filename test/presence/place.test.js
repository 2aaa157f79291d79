'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { isSamePlace, placeFields, readPlace, taskAt } = require('../../lib/presence/place');

test('a place is a record, a task where it names no type, and what is done there', () => {
  const read = [
    { recordType: 'resources', recordId: 'r1', action: 'editing' },
    { recordId: 7 },
    { recordId: '', action: null },
    {},
    { recordType: 'tasks', recordId: null, action: 'viewing' },
  ].map(readPlace);
  assert.deepEqual(read, [
    { type: 'resources', id: 'r1', isEditing: true },
    { type: 'tasks', id: 7, isEditing: false },
    { type: 'tasks', id: '', isEditing: false },
    null,
    null,
  ]);
});

test('what is no type, id or action is no place, and without a record nothing is edited', () => {
  const long = 'x'.repeat(1025);
  const wrong = [
    ...[5, {}, [], true, '', long].map((recordType) => ({ recordType, recordId: 1 })),
    ...[{}, [], true, long].map((recordId) => ({ recordId })),
    ...['left', 1, {}, ''].map((action) => ({ recordId: 1, action })),
    { action: 'editing' },
  ];
  // Everybody gets the places of all: what counts is what they weigh in a message.
  for (const heavy of ['\u0001'.repeat(171), '"'.repeat(513), '\u{1f600}'.repeat(257)])
    wrong.push({ recordType: heavy, recordId: 1 }, { recordId: heavy });
  for (const said of wrong) assert.equal(readPlace(said), undefined, JSON.stringify(said));
});

test('a place is told as it was said', () => {
  const place = { type: 'tasks', id: 7, isEditing: true };
  assert.deepEqual(placeFields(place), { recordType: 'tasks', recordId: 7, action: 'editing' });
  assert.deepEqual(placeFields(null), {
    recordType: undefined,
    recordId: undefined,
    action: 'viewing',
  });
  assert.deepEqual(
    [taskAt(place), taskAt({ ...place, type: 'a' }), taskAt(null)],
    [7, undefined, undefined],
  );
});

test('two places are one if record and action are', () => {
  const place = { type: 'tasks', id: 7, isEditing: true };
  assert.equal(isSamePlace(place, { ...place }), true);
  assert.equal(isSamePlace(null, null), true);
  for (const other of [
    null,
    { ...place, id: 8 },
    { ...place, type: 'a' },
    { ...place, isEditing: false },
  ])
    assert.equal(isSamePlace(place, other), false);
});
