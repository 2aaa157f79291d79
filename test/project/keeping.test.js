'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Keeping } = require('../../lib/project/keeping');
const { coreOf } = require('../../lib/project/project-core');
const { resolveOptions } = require('../../lib/options/resolve-options');
const { DIALECTS } = require('../support/dialects');
const { GatedStorage } = require('../support/gated-storage');
const { testLog } = require('../support/test-log');

const DATA = Buffer.from('{"tasksData":[{"id":1,"name":"Dig"}]}');

/** A loaded project, and what keeps it. */
async function stage({ storage, storing } = {}) {
  const { log, lines } = testLog();
  const core = coreOf(7, resolveOptions({}), DIALECTS, storage !== undefined);
  await core.load(DATA);
  const others = [];
  const onOther = () => others.push(core.revision);
  const keeping = new Keeping({ id: 7, core, limits: {}, log, onOther, storage, storing });
  await keeping.begin('a source');
  const rename = (name) => {
    const data = { project: 7, revisions: [{ revision: 'local-1', changes: changesTo(name) }] };
    const message = JSON.stringify({ command: 'project_change', data });
    assert.ok(Buffer.isBuffer(core.submit(Buffer.from(message), 'ann', 1)));
    keeping.note('Ann');
  };
  return { core, keeping, lines, others, rename };
}

const changesTo = (name) => ({ tasks: { updated: [{ id: 1, name }] } });

/** Renames the task and answers when that is told, or why it is not. */
function told({ keeping, rename }, name) {
  return new Promise((resolve) => {
    void keeping.write(() => {
      rename(name);
      keeping.tell({ tell: () => resolve(keeping.revision), fail: resolve }, true);
    });
  });
}

test('what is in memory alone is told, shown and changed at once, and nothing can be recovered', async () => {
  const touched = [];
  const storing = { touch: () => touched.push('touch'), end: async () => touched.push('end') };
  const { keeping, others, rename } = await stage({ storing });
  assert.equal(keeping.isKept, false);
  assert.deepEqual(others, [0]);
  const seen = [];
  rename('Sow');
  keeping.tell({ tell: () => seen.push(`told ${keeping.revision}`) }, true);
  keeping.tell({ tell: () => seen.push('nothing new') }, false);
  assert.equal(
    keeping.read(() => 'shown'),
    'shown',
  );
  await keeping.alone(async () => void seen.push('alone'));
  keeping.noteReset();
  assert.deepEqual(seen, ['told 1', 'nothing new', 'alone']);
  assert.equal(await keeping.recover(), undefined);
  await keeping.end();
  await keeping.stored();
  assert.deepEqual(touched, ['touch', 'touch', 'end']);
});

test('of what is kept nobody knows before it is, and what is shown waits', async () => {
  const storage = new GatedStorage();
  await storage.open();
  const kept = await stage({ storage });
  const { core, keeping } = kept;
  storage.shut();
  const telling = told(kept, 'Sow');
  const shown = keeping.read(() => keeping.revision);
  assert.deepEqual([core.revision, keeping.revision], [1, 0]);
  assert.ok(shown instanceof Promise);
  storage.release();
  assert.deepEqual([await telling, await shown], [1, 1]);
  await keeping.end();
});

test('what could not be kept is gone, and the project is another one', async () => {
  const storage = Object.assign(new GatedStorage(), { place: 'a place' });
  await storage.open();
  const kept = await stage({ storage });
  storage.shut();
  const failing = told(kept, 'Sow');
  await storage.asked();
  storage.fail('ENOSPC');
  assert.equal((await failing).code, 'ENOSPC');
  assert.deepEqual([kept.core.revision, kept.keeping.revision, kept.others], [0, 0, [0, 0]]);
  assert.deepEqual(kept.lines, ['error: Project 7 could not be kept in a place: The disk says no']);
  await told(kept, 'Reap');
  await told(kept, 'Rake');
  assert.deepEqual(kept.lines.slice(1), ['info: Project 7 is kept again in a place']);
  await kept.keeping.end();
});

test('what was kept is there for another life, with the mark of its source', async () => {
  const storage = new GatedStorage();
  await storage.open();
  const first = await stage({ storage });
  await told(first, 'Sow');
  await first.keeping.end();
  const core = coreOf(7, resolveOptions({}), DIALECTS, true);
  const { log } = testLog();
  const again = new Keeping({ id: 7, core, limits: {}, log, onOther() {}, storage });
  assert.deepEqual([await again.recover(), again.revision, again.isKept], ['a source', 1, true]);
  await again.end();
});
