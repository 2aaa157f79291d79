'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { ALL_DIALECTS, DIALECTS, dialectOf, startsAsChange } = require('../../lib/dialects');
const { MOST_DIALECTS } = require('../../lib/native/terms');

const [commands, flat, sync] = DIALECTS;

test('there are no more dialects than the terms have room for, each with a name and a way in of its own', () => {
  assert.ok(ALL_DIALECTS.length <= MOST_DIALECTS);
  assert.deepEqual(ALL_DIALECTS.slice(0, DIALECTS.length), DIALECTS);
  assert.equal(new Set(DIALECTS.map(({ name }) => name)).size, DIALECTS.length);
  for (const { claims, path, welcome, answer } of DIALECTS) {
    const ways = claims ? [undefined, undefined] : [path, welcome];
    assert.deepEqual([path, welcome], ways);
    assert.equal(Boolean(answer), !claims);
  }
});

test('a message with data is one of commands, one with fields beside its command is flat, a bare one could be both', () => {
  const command = 'dataset';
  assert.equal(dialectOf({ command, data: {} }), commands);
  assert.equal(dialectOf({ command, data: null, project: 1 }), commands);
  for (const field of ['login', 'password', 'userName', 'project', 'changes', 'versionId']) {
    assert.equal(dialectOf({ command, [field]: 1 }), flat, field);
  }
  for (const own of ['hello', 'projectChange']) assert.equal(dialectOf({ command: own }), flat);
  assert.equal(dialectOf({ command }), undefined);
  assert.equal(dialectOf({ command, other: 1 }), undefined);
});

test('a change is known by how it begins, in its own dialect alone', () => {
  const starts = [
    [commands, '{"command":"project_change"'],
    [flat, '{"command":"projectChange"'],
    [sync, '{"type":"changes"'],
  ];
  for (const [dialect] of starts) {
    for (const [other, start] of starts) {
      const isOwn = dialect === other;
      assert.equal(startsAsChange(dialect, Buffer.from(`${start},"x":1}`)), isOwn);
      assert.equal(startsAsChange(dialect, Buffer.from(start)), isOwn);
      assert.equal(startsAsChange(dialect, Buffer.from(start.slice(0, -1))), false);
      assert.equal(startsAsChange(dialect, Buffer.from(` ${start}`)), false);
    }
  }
});
