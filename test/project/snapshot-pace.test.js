'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { SnapshotPace } = require('../../lib/project/snapshot-pace');

const MEBIBYTE = 1024 * 1024;

/** @returns {number} after how many revisions of that size a snapshot is due, behind one of that size */
function dueAfter(size, bytesEach, pace = new SnapshotPace()) {
  pace.begin(size);
  for (let revisions = 1; ; revisions++) {
    pace.note(1, bytesEach);
    if (pace.isDue) return revisions;
  }
}

test('a snapshot is due when the log behind the last one is as long, within bounds', () => {
  assert.equal(dueAfter(2000, 250), 1000);
  assert.equal(dueAfter(250_000, 250), 1000);
  assert.equal(dueAfter(500_000, 250), 2000);
  assert.equal(dueAfter(13 * MEBIBYTE, 250), 5000);
});

test('of long revisions it is due earlier, but never of less than a snapshot', () => {
  assert.equal(dueAfter(2000, MEBIBYTE), 16);
  assert.equal(dueAfter(100 * MEBIBYTE, MEBIBYTE), 100);
});

test('what is stored while one is made counts for the next', () => {
  const pace = new SnapshotPace();
  pace.note(1000, 5000);
  const end = pace.take();
  pace.note(400, 2000);
  end(2000);
  assert.equal(pace.isDue, false);
  pace.note(599, 1000);
  assert.equal(pace.isDue, false);
  pace.note(1, 1);
  assert.equal(pace.isDue, true);
});

test('one that cannot be made is tried again as late as after one that could', () => {
  const pace = new SnapshotPace();
  pace.begin(3000);
  pace.note(1000, 5000);
  pace.take()();
  assert.equal(pace.isDue, false);
  pace.note(1000, 2999);
  assert.equal(pace.isDue, false);
  pace.note(1, 1);
  assert.equal(pace.isDue, true);
});

test('what was stored before a start counts', () => {
  const pace = new SnapshotPace();
  pace.begin(2000, { revisions: 999, bytes: 250_000 });
  assert.equal(pace.isDue, false);
  pace.note(1, 250);
  assert.equal(pace.isDue, true);
});

test('a reset or a reload while one is made counts from there', () => {
  const pace = new SnapshotPace();
  pace.note(1000, 5000);
  const end = pace.take();
  pace.begin(2000);
  end(5000);
  pace.note(999, 2000);
  assert.equal(pace.isDue, false);
  pace.note(1, 1);
  assert.equal(pace.isDue, true);
});
