'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { blame } = require('../../lib/storage/blame');

const ASKED = { store: 'tasks', record: '1', field: '' };

/** Revisions of one epoch, the newest first, each with the changes of one store. */
function revisions(...all) {
  return all
    .map((tasks, index) => ({
      revision: index + 1,
      epoch: 0,
      time: new Date(index),
      user: 'ann',
      client: 'client-1',
      changes: { tasks },
    }))
    .reverse();
}

/** What was written, as lines: the newest first. */
async function lines(all, asked = ASKED, before = async () => '{"id":1,"name":"Dig"}') {
  const written = await blame(all, asked, before);
  return written.map(
    ({ revision, what, field = '', from, to }) =>
      `${revision} ${what} ${field} ${JSON.stringify(from)} ${JSON.stringify(to)}`,
  );
}

test('each field that was written is told from what to what, the newest first', async () => {
  const all = revisions(
    { updated: [{ id: 1, name: 'Cut', note: 5 }] },
    { updated: [{ id: 2, name: 'other' }] },
    { updated: [{ id: '1', name: 'Sow' }] },
  );
  assert.deepEqual(await lines(all), [
    '3 updated name "Cut" "Sow"',
    '1 updated note undefined 5',
    '1 updated name "Dig" "Cut"',
  ]);
  assert.deepEqual(await lines(all, { ...ASKED, field: 'note' }), ['1 updated note undefined 5']);
});

test('a field that got the value which it had was not written, nor was an id or a phantom name', async () => {
  const all = revisions({ updated: [{ id: 1, name: 'Dig', $PhantomId: 'x' }] });
  assert.deepEqual(await lines(all), []);
});

test('a record that was removed and added again begins anew', async () => {
  const all = revisions({ removed: [{ id: 1 }] }, { added: [{ id: 1, name: 'Dig' }] });
  assert.deepEqual(await lines(all), [
    '2 added name undefined "Dig"',
    '1 removed  undefined undefined',
  ]);
});

test('behind a reset the record is what it was then', async () => {
  const all = revisions({ updated: [{ id: 1, name: 'a' }] }, { updated: [{ id: 1, name: 'b' }] });
  all[0].epoch = 1;
  const asked = [];
  const before = async (number) => {
    asked.push(number);
    return number === 1 ? '{"name":"Dig"}' : undefined;
  };
  const seen = await lines(all, ASKED, before);
  assert.deepEqual(seen, ['2 updated name undefined "b"', '1 updated name "Dig" "a"']);
  assert.deepEqual(asked, [1, 2]);
});
