'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { AutosaveGate } = require('../../lib/project/autosave-gate');

const MINUTE = 60_000;

test('the gate lets the first through in an interval that is a minute shorter than asked', () => {
  const gate = new AutosaveGate(60);
  const times = [0, 1, 59 * MINUTE - 1, 59 * MINUTE, 59 * MINUTE + 1, 118 * MINUTE];
  assert.deepEqual(
    times.map((now) => gate.pass(now)),
    [true, false, false, true, false, true],
  );
  gate.open();
  assert.equal(gate.pass(118 * MINUTE + 1), true);
});

test('the gate stays closed for a minute at least', () => {
  for (const interval of [0, 0.5, 1, 2]) {
    const gate = new AutosaveGate(interval);
    const passes = [0, MINUTE - 1, MINUTE].map((now) => gate.pass(now));
    assert.deepEqual(passes, [true, false, true]);
  }
});
