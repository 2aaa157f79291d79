'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Beginning } = require('../../lib/project/beginning');

/** What it does, in order, and what it warns of; `parts` take the place of what always succeeds. */
function stage(parts = {}) {
  const done = [];
  const warnings = [];
  const beginning = new Beginning({
    id: 1,
    core: {
      load: async (bytes, isShown) => void done.push(`load ${bytes} ${isShown}`),
      stats: () => '{}',
      lastTime: 0,
      ...parts.core,
    },
    keeping: {
      isKept: true,
      begin: async (mark) => void done.push(`begin ${mark.length}`),
      recover: async () => 'mark',
      ...parts.keeping,
    },
    source: {
      place: 'plan.json',
      read: async () => Buffer.from('{}'),
      doubtAbout: () => undefined,
      changeSince: async () => undefined,
      ...parts.source,
    },
    log: { warn: (text) => warnings.push(text) },
  });
  const load = () =>
    beginning.load(
      () => true,
      () => done.push('taken'),
    );
  return { beginning, done, load, warnings };
}

test('what the source has is taken, and then stored with its mark', async () => {
  const { done, load, warnings } = stage({ source: { doubtAbout: () => 'No tasks in plan.json' } });
  await load();
  assert.deepEqual(done, ['load {} true', 'taken', 'begin 43']);
  assert.deepEqual(warnings, ['No tasks in plan.json: project 1 begins empty']);
});

test('what the core refuses is named with its place, and not taken', async () => {
  const refusal = { code: 'ERR_INVALID_JSON', message: 'no JSON' };
  const { done, load } = stage({ core: { load: async () => refusal } });
  await assert.rejects(load(), { code: 'ERR_INVALID_JSON', message: /^plan\.json: no JSON/ });
  assert.deepEqual(done, []);
});

test('what is stored is served, with a warning of what differs from it', async () => {
  const none = stage({ keeping: { recover: async () => undefined } });
  assert.equal(await none.beginning.recover(), false);
  const { beginning, warnings } = stage({
    core: { stats: () => '{"isFull":true}' },
    source: { changeSince: async (mark) => `plan.json is not ${mark}` },
  });
  assert.equal(await beginning.recover(), true);
  const [changed, full] = warnings;
  assert.match(changed, /^plan\.json is not mark: project 1 is served as it was kept/);
  assert.match(full, /^Project 1 was kept with more memory than maxProjectBytes/);
});

test('a clock that shows less than the last revision is warned of', () => {
  const early = stage({ core: { lastTime: Date.now() - 1 } });
  assert.equal(early.beginning.checkClock(), undefined);
  assert.deepEqual(early.warnings, []);
  const lastTime = Date.now() + 3_600_000;
  const { beginning, warnings } = stage({ core: { lastTime } });
  assert.equal(beginning.checkClock(), lastTime);
  assert.match(
    warnings[0],
    /^Project 1: its last revision is of 2\S+Z, and the clock shows an earl/,
  );
});
