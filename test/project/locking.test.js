'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { PresencePace } = require('../../lib/presence/presence-pace');
const { locksOf, whyLocked } = require('../../lib/project/locking');
const { commands } = require('../support/dialects');

/** What the core and a waiting member are told of the locks of a project. */
function stage(t, mode) {
  const told = [];
  const native = {
    holdRecord: (...what) => told.push(['hold', ...what]),
    releaseRecord: (...what) => told.push(['release', ...what]),
  };
  const broadcaster = {
    send: ([{ clientId }], bytes) => told.push([clientId, JSON.parse(bytes)]),
  };
  const pace = new PresencePace();
  const { locks, lockNews } = locksOf(7, mode, native, { broadcaster, pace });
  t.after(() => {
    for (const each of [locks, lockNews, pace]) each?.stop();
  });
  return { locks, told };
}

test('where locks are off there are none', (t) => {
  assert.equal(stage(t, 'off').locks, undefined);
  assert.equal(stage(t, undefined).locks, undefined);
});

test('the core is told of them where they are enforced, with ids as texts, and who waits in their dialect', (t) => {
  const ada = { clientId: 'a', userName: 'Ada', dialect: commands };
  const guest = { clientId: 'g', dialect: commands };
  for (const mode of ['advisory', 'enforced']) {
    const { locks, told } = stage(t, mode);
    locks.take(guest, { type: 'tasks', id: 5 }, false);
    locks.take(ada, { type: 'tasks', id: '5' }, true);
    locks.release(guest, { type: 'tasks', id: 5 });
    locks.release(ada, { type: 'tasks', id: 5 });
    const [[, { data }]] = told.filter(([who]) => who === 'a');
    assert.equal(data.fence, 2);
    assert.deepEqual([data.project, data.recordId, data.success], [7, 5, true]);
    const ofCore = told.filter(([who]) => who !== 'a');
    const expected = [
      ['hold', 'tasks', '5', 'g', 'null', 1],
      ['hold', 'tasks', '5', 'a', '"Ada"', 2],
      ['release', 'tasks', '5'],
    ];
    assert.deepEqual(ofCore, mode === 'enforced' ? expected : []);
  }
});

test('who may not change a record is told by whom it is locked', () => {
  assert.equal(whyLocked('Ada'), 'The record is locked by Ada (ERR_LOCKED)');
  assert.equal(whyLocked(null), 'The record is locked by somebody else (ERR_LOCKED)');
});
