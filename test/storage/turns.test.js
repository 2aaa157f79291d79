'use strict';

const assert = require('node:assert/strict');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { test } = require('node:test');
const { Turns, isUnreadable, whenUnreadable } = require('../../lib/storage/turns');

/** Turns whose commits end when the test says so, and a list of what was done. */
function stage() {
  const done = [];
  const commits = [];
  const turns = new Turns(
    () =>
      new Promise((resolve) => {
        commits.push(resolve);
      }),
    (error) => done.push(`fault: ${error.message}`),
  );
  const change = (name) =>
    turns.write(() => {
      done.push(`change ${name}`);
      const tell = () => done.push(`tell ${name}`);
      turns.hold({ tell, fail: (error) => done.push(`fail ${name}: ${error.message}`) }, true);
    });
  const look = (name) => turns.read(() => done.push(`look ${name}`));
  const commit = async (error) => {
    while (commits.length === 0) await nextTurn();
    commits.shift()(error);
    await nextTurn();
  };
  return { turns, done, commits, change, look, commit };
}

test('without anything to keep all is done at once', () => {
  const { turns, done, look } = stage();
  look('a');
  turns.write(() => done.push('change'));
  turns.hold({ tell: () => done.push('tell'), fail: assert.fail }, false);
  assert.deepEqual(done, ['look a', 'change', 'tell']);
});

test('the changes of one turn of the event loop are one commit, told in order when it is done', async () => {
  const { done, commits, change, commit } = stage();
  change('a');
  change('b');
  await nextTurn();
  await nextTurn();
  assert.equal(commits.length, 1);
  assert.deepEqual(done, ['change a', 'change b']);
  await commit();
  assert.deepEqual(done.slice(2), ['tell a', 'tell b']);
});

test('what comes meanwhile waits: looks are first, then changes, which are one commit', async () => {
  const { done, commits, change, look, commit } = stage();
  change('a');
  await nextTurn();
  await nextTurn();
  change('b');
  look('c');
  change('d');
  assert.deepEqual(done, ['change a']);
  await commit();
  assert.deepEqual(done.slice(1), ['tell a', 'look c', 'change b', 'change d']);
  await commit();
  assert.deepEqual(done.slice(5), ['tell b', 'tell d']);
  assert.equal(commits.length, 0);
});

test('a look behind a change of the same turn waits, however many changes come', async () => {
  const { done, change, look, commit } = stage();
  change('a');
  look('b');
  change('c');
  await commit();
  assert.deepEqual(done, ['change a', 'change c', 'tell a', 'tell c', 'look b']);
});

test('a commit that fails is told to each that changed something, and then work goes on', async () => {
  const { done, change, commit } = stage();
  change('a');
  change('b');
  await commit(new Error('full'));
  change('c');
  await commit();
  assert.deepEqual(done.slice(2), ['fail a: full', 'fail b: full', 'change c', 'tell c']);
});

test('who waits for a project that cannot be read is refused, and who comes, until it can', async () => {
  const { turns, done, change, look, commit } = stage();
  change('a');
  await nextTurn();
  await nextTurn();
  const waiting = [look('b'), change('c')];
  turns.whenReadable(() => done.push('at once'));
  turns.refuse(new Error('Full'));
  turns.whenReadable(() => done.push('later'));
  for (const refused of [...waiting, look('d'), change('e')])
    await assert.rejects(
      refused,
      (error) => isUnreadable(error) && error.code === 'ERR_STORAGE_FAILED',
    );
  assert.deepEqual(done, ['change a', 'at once', 'fail a: Full']);
  turns.readable();
  assert.deepEqual(done.splice(0), ['change a', 'at once', 'fail a: Full', 'later']);
  await commit(new Error('Full'));
  look('f');
  change('g');
  await commit();
  assert.deepEqual(done, ['look f', 'change g', 'tell g']);
  assert.equal(isUnreadable(new Error('Full')), false);
});

test('what was refused is answered otherwise, what was done is not, and a fault goes on', async () => {
  const { turns, look } = stage();
  turns.refuse(new Error('Full'));
  const otherwise = (error) => `otherwise: ${error.code}`;
  assert.equal(await whenUnreadable(look('a'), otherwise), 'otherwise: ERR_STORAGE_FAILED');
  assert.equal(whenUnreadable('done', otherwise), 'done');
  assert.equal(await whenUnreadable(Promise.resolve('done'), otherwise), 'done');
  await assert.rejects(whenUnreadable(Promise.reject(new Error('oh no')), otherwise), /oh no/);
});

test('one that cannot be told does not keep the others from it', async () => {
  const { turns, done, change, commit } = stage();
  turns.hold({ tell: () => assert.fail('broken'), fail: assert.fail }, true);
  change('a');
  await commit();
  assert.deepEqual(done, ['change a', 'fault: broken', 'tell a']);
});

test('work that is alone is waited for, and what settles is known', async () => {
  const { turns, done, change, look, commit } = stage();
  const alone = turns.exclusively(async () => {
    await nextTurn();
    done.push('alone');
  });
  change('a');
  look('b');
  await alone;
  assert.deepEqual(done, ['alone', 'look b', 'change a']);
  const settled = turns.settled().then(() => done.push('settled'));
  await commit();
  await settled;
  assert.deepEqual(done.slice(3), ['tell a', 'settled']);
});

test('a change that is made alone is shown when it is durable, and what waited for it is done in order', async () => {
  const { turns, done, look, change, commit } = stage();
  let go;
  const gone = new Promise((resolve) => {
    go = resolve;
  });
  const alone = turns.exclusively(async () => {
    await gone;
    done.push('alone');
    turns.hold({ tell: () => done.push('tell alone'), fail: assert.fail }, true);
  });
  look('a');
  change('b');
  go();
  await alone;
  assert.deepEqual(done, ['alone', 'change b']);
  await commit();
  assert.deepEqual(done.slice(2), ['tell alone', 'tell b', 'look a']);
});

test('who looks while somebody has something to do alone waits, also of those who waited already', async () => {
  const { turns, done, look } = stage();
  const first = turns.exclusively(async () => {
    done.push('first');
  });
  const second = turns.read(() =>
    turns.exclusively(async () => {
      await nextTurn();
      done.push('second');
    }),
  );
  look('a');
  await first;
  await second;
  assert.deepEqual(done, ['first', 'second', 'look a']);
});
