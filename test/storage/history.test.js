'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { History } = require('../../lib/storage/history');
const { KeptFile, keptHistory, rename } = require('../support/kept-file');
const { runTool } = require('../support/tool-stage');

const nameIn = async (dataset) => JSON.parse(await dataset).tasks.rows[0]?.name;

test('who wrote a record is told from what to what, over a removal and a reset', async (t) => {
  const { history } = await keptHistory(t);
  const rows = await history.blame(1, { record: 1 });
  assert.deepEqual(
    rows.map(({ revision, user, what, field, from, to }) =>
      [revision, user, what, field, from, to].filter((value) => value !== undefined),
    ),
    [
      [4, 'bob', 'updated', 'name', 'New', 'Sow'],
      [3, 'ann', 'removed'],
      [2, 'bob', 'updated', 'note', 5],
      [1, 'ann', 'updated', 'name', 'Dig', 'Cut'],
    ],
  );
  const [last] = await history.blame(1, { record: '1', field: 'name', until: rows[1].time });
  assert.deepEqual([last.revision, last.from, last.to], [1, 'Dig', 'Cut']);
});

test('what went with its parent, or with what it belonged to, is told with who removed that', async (t) => {
  // Before that which removes the folder.
  t.after(async () => {
    await history.close();
    await kept.close();
  });
  const kept = new KeptFile(t);
  const tasksData = [{ id: 1, name: 'Beds', children: [{ id: 11, name: 'Dig' }] }, { id: 2 }];
  const resourcesData = [{ id: 'r', name: 'Ann' }];
  const assignmentsData = [{ id: 'a', event: 11, resource: 'r' }];
  const dependenciesData = [{ id: 'd', fromTask: 11, toTask: 2 }];
  await kept.load({ tasksData, resourcesData, assignmentsData, dependenciesData });
  await kept.change({ tasks: { updated: [{ id: 11, name: 'Cut' }] } });
  await kept.change({ tasks: { updated: [{ id: 2, name: 'Sow' }] } });
  await kept.change({ tasks: { removed: [{ id: 1 }] } }, 'bob');
  await kept.change({ tasks: { updated: [{ id: 2, name: 'Mow' }] } });
  const history = await History.open(kept.file);
  const seen = async (query) =>
    (await history.blame(1, query)).map(({ revision, user, what, isDependent }) =>
      [revision, user, what, isDependent].filter((value) => value !== undefined),
    );
  const gone = [3, 'bob', 'removed', true];
  assert.deepEqual(await seen({ record: 11 }), [gone, [1, 'ann', 'updated']]);
  // These the revision names.
  const removed = [3, 'bob', 'removed'];
  assert.deepEqual(await seen({ record: 'a', store: 'assignments' }), [removed]);
  assert.deepEqual(await seen({ record: 'd', store: 'dependencies' }), [removed]);
  assert.deepEqual(await seen({ record: 1 }), [removed]);
  assert.deepEqual(await seen({ record: 11, to: 2 }), [[1, 'ann', 'updated']]);
  assert.deepEqual(await seen({ record: 11, user: 'ann' }), [[1, 'ann', 'updated']]);
  assert.deepEqual(await seen({ record: 'r', store: 'resources' }), []);
  const { said } = await runTool('history', '--data', kept.folder, '--record', '11');
  assert.match(said, /^3 {2}\S+ {2}"bob" {2}removed with what it belonged to\n1 /);
});

test('a past that is released is empty, and can be asked and released again', async (t) => {
  const { history } = await keptHistory(t);
  const past = await history.past(1, { revision: 2 });
  const text = await past.dataset('data');
  const copy = Buffer.from(text);
  // Who asked for it gets it, though it is released meanwhile.
  const asked = past.dataset('data');
  await past.release();
  assert.deepEqual([text, await asked], [copy, copy]);
  assert.equal(past.revision, 0);
  assert.equal(past.record('tasks', '1'), undefined);
  await past.release();
});

test('a check beside a server at work finds nothing wrong, whatever is written and given up meanwhile', async (t) => {
  const options = { durability: 'none', keepHistory: { revisions: 3000 } };
  const kept = new KeptFile(t, options);
  await kept.load({ tasksData: [{ id: 1, name: 'Dig' }] });
  for (let number = 1; number <= 3000; number++) await kept.change(rename(`n${number}`));
  await kept.save();
  const history = await History.open(kept.file);
  let saved = 0;
  // How many are saved during one check depends on the machine: as many checks as it takes.
  while (saved <= 10) {
    let report;
    const checking = history.check().then((found) => {
      report = found;
    });
    while (!report) {
      await kept.change(rename(`m${saved}`));
      await kept.save();
      saved += 1;
    }
    await checking;
    assert.deepEqual(report.problems, []);
    assert.ok(report.revisions >= 3000, `${report.revisions} were read`);
  }
  await history.close();
  await kept.close();
});

test('revisions are told by number, time and user, with what they changed', async (t) => {
  const { history } = await keptHistory(t);
  const all = await history.revisions(1);
  assert.deepEqual(
    all.map(({ revision, user, client }) => `${revision} ${user} ${client}`),
    ['4 bob client-bob', '3 ann client-ann', '2 bob client-bob', '1 ann client-ann'],
  );
  const { tasks: sow } = rename('Sow');
  assert.deepEqual(all[0].changes, { tasks: { ...sow, $input: sow } });
  const numbers = async (query) =>
    (await history.revisions(1, query)).map(({ revision }) => revision);
  assert.deepEqual(await numbers({ from: 2, to: 3 }), [3, 2]);
  assert.deepEqual(await numbers({ since: all[2].time, until: all[1].time }), [3, 2]);
  assert.deepEqual(await numbers({ since: all[1].time.toISOString() }), [4, 3]);
  assert.deepEqual(await numbers({ user: 'ann' }), [3, 1]);
  assert.deepEqual(await numbers({ limit: 1 }), [4]);
  assert.deepEqual(await numbers({ since: 0, until: 1 }), []);
  await assert.rejects(numbers({ sinc: 1 }), { code: 'ERR_INVALID_OPTION' });
  await assert.rejects(numbers({ since: 'x' }), /"since" is no time: x/);
  await assert.rejects(history.revisions(2), { code: 'ERR_UNKNOWN_PROJECT' });
});

test('where the clock was set back, times are those that it showed, and nothing is hidden', async (t) => {
  const { kept, history } = await keptHistory(t);
  const [{ time: last }] = await history.revisions(1);
  // By an hour, to a time that no revision has, and on.
  kept.time -= 3_600_000;
  await kept.change(rename('Back'), 'eve');
  const back = kept.time;
  kept.time = last.getTime() + 5000;
  await kept.change(rename('Mow'), 'eve');
  const numbers = async (query) =>
    (await history.revisions(1, query)).map(({ revision }) => revision);
  const fields = async (query) =>
    (await history.blame(1, { record: 1, field: 'name', ...query })).map(
      ({ revision, from, to }) => `${revision} ${from} ${to}`,
    );
  assert.deepEqual(await numbers({ since: last }), [6, 4]);
  assert.deepEqual(await numbers({ until: back }), [5]);
  assert.deepEqual(await numbers({ since: back, until: last }), [5, 4, 3, 2, 1]);
  assert.deepEqual(await fields({ since: last }), ['6 Back Mow', '4 New Sow']);
  assert.deepEqual(await fields({ until: back }), ['5 Sow Back']);
  assert.deepEqual(await fields({ since: back + 1, until: last }), ['4 New Sow', '1 Dig Cut']);
  // What was there when the clock showed that time last.
  assert.equal(await nameIn(history.dataset(1, { time: last })), 'Back');
  assert.equal(await nameIn(history.dataset(1, { time: back })), 'Back');
  assert.equal(await nameIn(history.dataset(1, { time: kept.time + 1000 })), 'Mow');
  await assert.rejects(history.dataset(1, { time: back - 1 }), { code: 'ERR_UNKNOWN_REVISION' });
});

test('the dataset is that of the revision or time that is asked for', async (t) => {
  const { kept, history } = await keptHistory(t);
  assert.equal(await nameIn(history.dataset(1, { revision: 0 })), 'Dig');
  assert.equal(await nameIn(history.dataset(1, { revision: 2 })), 'Cut');
  assert.equal(await nameIn(history.dataset(1, { revision: 3 })), undefined);
  assert.equal(await nameIn(history.dataset(1, { time: new Date(kept.time - 1000) })), 'New');
  assert.equal(await nameIn(history.dataset(1)), 'Sow');
  const now = Buffer.concat(kept.native.dataset('data'));
  assert.ok((await history.dataset(1, { revision: 4 })).equals(now));
  await assert.rejects(history.dataset(1, { revision: 5 }), { code: 'ERR_UNKNOWN_REVISION' });
  await assert.rejects(history.dataset(1, { time: 5 }), { code: 'ERR_UNKNOWN_REVISION' });
});
