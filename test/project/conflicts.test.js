'use strict';

const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const { firstDifference } = require('../support/compare-datasets');
const { ConflictStage } = require('../support/conflict-stage');

/** The name of a task as a client has it. */
function nameOf({ model }, id = 'events-1') {
  return model.find('tasks', id)?.fields.name;
}

function rename(name, id = 'events-1') {
  return { tasks: { updated: [{ id, name }] } };
}

/**
 * What a dataset says. A revision cannot take a field away, so one that was not there goes back to null; and `parentId` of
 * what is nested is said by its place.
 */
function meaning(value) {
  return JSON.parse(JSON.stringify(value), (key, inner) =>
    inner === null || key === 'parentId' ? undefined : inner,
  );
}

/** @returns the first difference in what two datasets say */
function difference(actual, expected) {
  return firstDifference(meaning(actual), meaning(expected));
}

/** Everybody has what the server serves, and nobody waits for anything. */
async function assertSame(stage) {
  const served = await stage.serve();
  for (const client of stage.clients) {
    assert.deepEqual(client.pending, [], `${client.name} waits`);
    assert.deepEqual(difference(client.model.render(), served), undefined, client.name);
  }
}

/** Ada and Bob rename the same task, and Ada another field, before either has heard of the other: Bob is first. */
async function race(t, policy) {
  const stage = await ConflictStage.open(t, { conflicts: { commands: policy } });
  const [ada, bob] = stage.clients;
  bob.edit(rename('of Bob'));
  ada.edit({ tasks: { updated: [{ id: 'events-1', name: 'of Ada', note: 'hers' }] } });
  await stage.settleOne(bob);
  await stage.settle();
  return { stage, ada, bob };
}

describe('Conflicts of a commands client', () => {
  it('under last-writer-wins the later one is kept', async (t) => {
    const { stage, bob } = await race(t, 'last-writer-wins');
    assert.equal(nameOf(bob), 'of Ada');
    await assertSame(stage);
  });

  it('under reject the author goes back to what the server has, without a reload', async (t) => {
    const { stage, ada } = await race(t, 'reject');
    assert.equal(nameOf(ada), 'of Bob');
    assert.equal(ada.model.find('tasks', 'events-1').fields.note ?? null, null);
    await assertSame(stage);
    assert.deepEqual([ada.datasets, ada.confirmed.length], [1, 1]);
  });

  it('under server-wins only the field in conflict goes back', async (t) => {
    const { stage, ada } = await race(t, 'server-wins');
    assert.equal(nameOf(ada), 'of Bob');
    assert.equal(ada.model.find('tasks', 'events-1').fields.note, 'hers');
    await assertSame(stage);
    assert.equal(ada.datasets, 1);
  });

  it('under merge objects and arrays of both are kept', async (t) => {
    const stage = await ConflictStage.open(t, { conflicts: { commands: 'merge' } });
    const [ada, bob] = stage.clients;
    const set = (size, tags) => ({ tasks: { updated: [{ id: 'events-1', size, tags }] } });
    bob.edit(set({ wide: 1 }, ['dry']));
    ada.edit(set({ high: 2 }, ['wet']));
    await stage.settleOne(bob);
    await stage.settle();
    const { size, tags } = bob.model.find('tasks', 'events-1').fields;
    assert.deepEqual({ ...size }, { wide: 1, high: 2 });
    assert.deepEqual([...tags].sort(), ['dry', 'wet']);
    await assertSame(stage);
  });

  it('of several queued revisions, of which some are refused, all come back in order', async (t) => {
    const stage = await ConflictStage.open(t, { conflicts: { commands: 'reject' } });
    const [ada, bob] = stage.clients;
    bob.edit(rename('of Bob'));
    ada.edit(rename('Sow', 'events-2'));
    ada.edit(rename('of Ada'));
    ada.edit({ tasks: { added: [{ $PhantomId: '_generatedTaskModel_1', name: 'New' }] } });
    ada.edit(rename('Reap', 'events-2'));
    await stage.settleOne(bob);
    await stage.settle();
    assert.deepEqual(
      ada.confirmed.map(({ revision }) => revision),
      ['local-1', 'local-2', 'local-3', 'local-4'],
    );
    assert.deepEqual([nameOf(bob), nameOf(bob, 'events-2')], ['of Bob', 'Reap']);
    await assertSame(stage);
  });
});

describe('A veto of a change of a commands client', () => {
  const VETOED = {
    'an update': rename('No'),
    'a move': { tasks: { updated: [{ id: 'events-2', parentId: 'events-1' }] } },
    'a removal of a task with children': {
      tasks: { removed: [{ id: 'events-3' }, { id: 'events-4' }] },
    },
    'a removal of the parent alone': { tasks: { removed: [{ id: 'events-3' }] } },
    'an addition': { tasks: { added: [{ $PhantomId: '_generatedTaskModel_1', name: 'No' }] } },
    'fields of the project': { project: { startDate: '2027-01-01', colour: 'red' } },
  };
  for (const [what, changes] of Object.entries(VETOED)) {
    it(`takes back ${what}`, async (t) => {
      let vetoes = false;
      const stage = await ConflictStage.open(t, {
        beforeChange: () => (vetoes ? 'No' : undefined),
      });
      const [ada, bob] = stage.clients;
      const before = await stage.serve();
      vetoes = true;
      ada.edit(changes);
      await stage.settle();
      assert.equal(ada.confirmed.length, 1, 'it did not come back');
      assert.deepEqual(difference(await stage.serve(), before), undefined);
      await assertSame(stage);
      vetoes = false;
      ada.edit(rename('Yes'));
      await stage.settle();
      assert.equal(nameOf(bob), 'Yes');
      await assertSame(stage);
      assert.equal(ada.datasets, 1);
    });
  }

  it('of one in the middle of several keeps their order', async (t) => {
    const beforeChange = ({ changes }) =>
      JSON.stringify(changes).includes('No') ? 'No' : undefined;
    const stage = await ConflictStage.open(t, { beforeChange });
    const [ada, bob] = stage.clients;
    for (const name of ['One', 'No', 'Two', 'No!', 'No?']) ada.edit(rename(name));
    await stage.settle();
    assert.equal(ada.confirmed.length, 5);
    assert.equal(nameOf(bob), 'Two');
    await assertSame(stage);
  });
});

describe('A storm', () => {
  async function overwrite(stage, times) {
    const [ada, bob] = stage.clients;
    for (let i = 0; i < times; i++) {
      (i % 2 ? bob : ada).edit(rename(`Name ${i}`));
      await stage.settle();
    }
  }

  it('of two that overwrite one field fifty times is told once, with both', async (t) => {
    const storms = [];
    const stage = await ConflictStage.open(t, { onStorm: (storm) => storms.push(storm) });
    await overwrite(stage, 49);
    assert.deepEqual(storms, []);
    await overwrite(stage, 10);
    assert.equal(storms.length, 1);
    const { project, store, id, field, clients } = storms[0];
    assert.deepEqual([project, store, id, field], [1, 'tasks', 'events-1', 'name']);
    assert.deepEqual([...clients].sort(), stage.clients.map(({ id: own }) => own).sort());
    await assertSame(stage);
  });

  it('is none when one client alone writes', async (t) => {
    const storms = [];
    const stage = await ConflictStage.open(t, { onStorm: (storm) => storms.push(storm) });
    for (let i = 0; i < 120; i++) stage.clients[0].edit(rename(`Name ${i}`));
    await stage.settle();
    assert.deepEqual(storms, []);
  });
});
