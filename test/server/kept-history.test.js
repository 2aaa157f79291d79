'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { KeptHistory } = require('../../lib/server/kept-history');
const { testLog } = require('../support/test-log');

const WANTED = { revision: 3, record: 1, userName: 'Eve' };

/** The history of a project that is as it was, or fails, and what was done with it. */
function stage({ storage, past } = {}) {
  const { log, lines } = testLog();
  const done = [];
  const aPast = { name: 'a past', release: async () => void done.push(['release']) };
  const history = {
    past: async (id, at) => done.push(['past', id, at]) && (past ? past() : aPast),
    close: async () => void done.push(['close']),
  };
  const project = {
    id: 7,
    revision: 9,
    keeping: { alone: (work) => work() },
    tell: ({ tell }) => tell(),
    bringBack: async ({ name }, ...args) =>
      done.push(['bring', name, ...args]) && { changed: true },
  };
  const kept = new KeptHistory({
    delivery: { deliver: () => done.push(['deliver']) },
    hooks: {},
    log,
    projects: { named: (id) => (id === 7 ? project : assert.fail(`project ${id}`)) },
    storage: storage ?? { history: async () => history },
  });
  return { kept, done, lines };
}

test('what was is brought back to the project, and the history is closed', async () => {
  const { kept, done, lines } = stage();
  assert.equal(await kept.restore(7, WANTED), 9);
  assert.deepEqual(done, [
    ['past', 7, { revision: 3, time: undefined }],
    ['bring', 'a past', { store: 'tasks', record: '1', subtree: false, field: undefined }, 'Eve'],
    ['deliver'],
    ['release'],
    ['close'],
  ]);
  assert.deepEqual(lines, ['info: Project 7: its record "1" was restored by "Eve"']);
});

test('the history is closed as well where there is no such past, and nothing is brought back', async () => {
  const { kept, done, lines } = stage({ past: () => Promise.reject(new Error('not kept')) });
  await assert.rejects(kept.restore(7, WANTED), /^Error: not kept$/);
  assert.deepEqual(
    done.map(([what]) => what),
    ['past', 'close'],
  );
  assert.deepEqual(lines, []);
});

test('what is wrongly asked for opens nothing', async () => {
  const { kept, done } = stage();
  await assert.rejects(kept.restore(7, {}), { code: 'ERR_INVALID_OPTION' });
  assert.deepEqual(done, []);
});

test('a storage without a history, and no storage at all, have none', async () => {
  const code = 'ERR_NO_HISTORY';
  await assert.rejects(stage({ storage: {} }).kept.open(), {
    code,
    message: /^The storage has no/,
  });
  await assert.rejects(new KeptHistory({}).open(), { code, message: /in memory alone/ });
});
