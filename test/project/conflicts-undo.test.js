'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { ConflictStage } = require('../support/conflict-stage');

const REMOVE = { tasks: { removed: [{ id: 'events-1' }] } };
const UNDO = { tasks: { added: [{ $PhantomId: 'events-1', name: 'Dig', parentId: null }] } };

for (const policy of ['server-wins', 'reject']) {
  test(`${policy}: undo of a delete of what somebody renamed meanwhile is the same for all`, async (t) => {
    const stage = await ConflictStage.open(t, { conflicts: { commands: policy } });
    const [ada, bob] = stage.clients;
    bob.edit({ tasks: { updated: [{ id: 'events-1', name: 'of Bob' }] } });
    ada.edit(REMOVE);
    ada.edit(UNDO);
    ada.edit({ tasks: { updated: [{ id: 'events-2', name: 'of Ada' }] } });
    await stage.settleOne(bob);
    await stage.settle();
    const served = (await stage.serve()).tasksData.find(({ id }) => id === 'events-1')?.name;
    for (const { model } of [ada, bob]) {
      assert.equal(model.find('tasks', 'events-1')?.fields.name, served);
    }
  });

  test(`${policy}: an addition below what somebody removed meanwhile is the same for all`, async (t) => {
    const stage = await ConflictStage.open(t, { conflicts: { commands: policy } });
    const [ada, bob] = stage.clients;
    bob.edit(REMOVE);
    bob.edit({ tasks: { updated: [{ id: 'events-2', name: 'of Bob' }] } });
    const $PhantomId = '_generatedTaskModel_0567b4a8-eb4f-4ea4-9d8d-20361365b735';
    const added = [{ $PhantomId, name: 'New', parentId: 'events-1' }];
    ada.edit({ tasks: { added, updated: [{ id: 'events-2', name: 'of Ada' }] } });
    await stage.settleOne(bob);
    await stage.settle();
    const served = (await stage.serve()).tasksData.map(({ name }) => name).sort();
    for (const { model } of [ada, bob]) {
      assert.deepEqual(
        model
          .childrenOf('tasks', null)
          .map(({ fields }) => fields.name)
          .sort(),
        served,
      );
    }
  });
}
