'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { blame } = require('../../lib/storage/blame');

const WHENEVER = { since: 0, until: Infinity };
const ASKED = {
  ...WHENEVER,
  store: 'tasks',
  record: '1',
  field: '',
  user: '',
  first: 1,
  limit: 100,
};

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

const DIG = async () => '{"id":1,"name":"Dig"}';

/** What was written, as lines: the newest first. */
async function lines(all, asked = ASKED, past = { startOf: DIG, before: assert.fail }) {
  const written = await blame(all, asked, past);
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
  const startOf = async (epoch) => {
    asked.push(epoch);
    return epoch === 0 ? '{"name":"Dig"}' : undefined;
  };
  const seen = await lines(all, ASKED, { startOf });
  assert.deepEqual(seen, ['2 updated name undefined "b"', '1 updated name "Dig" "a"']);
  assert.deepEqual(asked, [1, 0]);
});

test('what was before is told whoever wrote it, and though nobody asked for it', async () => {
  const all = revisions(
    { updated: [{ id: 1, name: 'a' }] },
    { updated: [{ id: 1, name: 'b' }] },
    { removed: [{ id: 1 }] },
    { added: [{ id: 1, name: 'c' }] },
    { updated: [{ id: 1, name: 'd' }] },
  );
  all[3].user = 'bob';
  const past = { startOf: assert.fail, before: assert.fail };
  assert.deepEqual(await lines(all, { ...ASKED, first: 5 }, past), ['5 updated name "c" "d"']);
  assert.deepEqual(await lines(all, { ...ASKED, limit: 1 }, past), ['5 updated name "c" "d"']);
  assert.deepEqual(await lines(all, { ...ASKED, user: 'bob' }, past), ['2 updated name "a" "b"']);
  assert.deepEqual((await lines(all, { ...ASKED, field: 'name' })).slice(0, 2), [
    '5 updated name "c" "d"',
    '4 added name undefined "c"',
  ]);
});

test('where the start is not kept any more, or is far away, the project is asked as it was', async () => {
  const rename = { updated: [{ id: 1, name: 'a' }] };
  const past = { startOf: async () => undefined, before: async (number) => `{"name":"${number}"}` };
  assert.deepEqual(await lines(revisions(rename), ASKED, past), ['1 updated name "1" "a"']);
  const others = Array.from({ length: 1500 }, (_, note) => ({ updated: [{ id: 1, note }] }));
  const seen = await lines(
    revisions(...others, rename),
    { ...ASKED, limit: 1 },
    { ...past, startOf: DIG },
  );
  assert.deepEqual(seen, ['1501 updated name "501" "a"']);
});
