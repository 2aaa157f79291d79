'use strict';

/*
 * What an application may set of the library's CrudManager: each option beside a live chart, by what it sends and by what is there in the end.
 */

const assert = require('node:assert/strict');
const { after, before, beforeEach, describe, test } = require('node:test');
const { Stage } = require('./support/stage');
const { openCrud, readChart, settleCrud } = require('./support/crud-chart');

const URLS = { loadUrl: '/crud/1/load', syncUrl: '/crud/1/sync' };
const OWN_NAMES = { phantomIdField: 'temp', phantomParentIdField: 'tempParent' };

/** Runs in the page: new records that refer to each other, an edit, and a removal. */
async function editCrud() {
  const { project } = globalThis.crud;
  const fence = project.taskStore.getById('ground').appendChild({ name: 'Fence', duration: 2 });
  const post = fence.appendChild({ name: 'Post', duration: 1 });
  project.dependencyStore.add({ fromEvent: 'slab', toEvent: post });
  project.assignmentStore.add({ event: post, resource: 'bo', units: 50 });
  project.taskStore.getById('dig').name = 'Dug';
  project.taskStore.remove(project.taskStore.getById('cake'));
}

/** Runs in the page: the new records once more, when they have the ids of the server. */
async function editNew() {
  const { project } = globalThis.crud;
  const named = (name) => project.taskStore.find((task) => task.name === name);
  named('Post').percentDone = 40;
  named('Fence').appendChild({ name: 'Gate', duration: 1 });
  project.taskStore.remove(named('Lamps'));
}

describe('A CrudManager with options', () => {
  /** @type {Stage} */
  let stage;
  /** @type {any[]} packs of the syncs */
  let packs;
  before(async () => {
    stage = await Stage.open({ charts: 1 });
    stage.page.on('request', (request) => {
      if (request.url().endsWith('/sync')) packs.push(request.postDataJSON());
    });
  });
  beforeEach(async () => {
    await stage.reset();
    packs = [];
  });
  after(() => stage?.close());

  const run = (fn, argument) => stage.page.evaluate(`(${fn})(${JSON.stringify(argument ?? null)})`);
  /** Edits of it and of somebody else, one after the other and at once, and all are equal in the end, a fresh load as well. */
  const play = async (options) => {
    await run(openCrud, { ...URLS, ...options });
    await run(editCrud);
    await stage.edit(0, ({ task, add }) => {
      task('walls').name = 'Wall';
      add('party', { name: 'Lamps' });
    });
    await run(settleCrud);
    await stage.quiet();
    await run(settleCrud);
    await run(editNew);
    await stage.edit(0, ({ task }) => void task('party').appendChild(task('lights')));
    for (let round = 0; round < 2; round += 1) {
      await run(settleCrud);
      await stage.quiet();
    }
    const lines = await run(readChart, 'crud');
    assert.deepEqual(lines, await run(readChart, 'live'));
    for (const line of ['| Dug |', '| Post |', '| Gate |', '| Wall |', 'lights | Lights | party'])
      assert.ok(
        lines.some((one) => one.includes(line)),
        line,
      );
    for (const line of ['cake |', '| Lamps |', '_generated'])
      assert.ok(!lines.some((one) => one.includes(line)), line);
    assert.deepEqual(await run(() => globalThis.crudFailures), []);
    const { idField } = options;
    await run(openCrud, { ...URLS, idField, encoder: { requestData: { idField } } });
    assert.deepEqual(await run(readChart, 'crud'), lines);
    assert.deepEqual(stage.page.errors, []);
  };
  /** @returns {any[]} the tasks of that list in all packs */
  const sent = (list) => packs.flatMap(({ tasks }) => tasks?.[list] ?? []);

  test('resetIdsBeforeSync: false sends the names of new records as ids, too; without short answers each record has a row', async () => {
    await play({ resetIdsBeforeSync: false, supportShortSyncResponse: false });
    const [first] = sent('added');
    assert.equal(first.id, first.$PhantomId);
  });

  test('writeAllFields sends all that a record has; a pack says what names of new records are called', async () => {
    await play({ writeAllFields: true, ...OWN_NAMES, encoder: { requestData: OWN_NAMES } });
    const dug = sent('updated').find(({ id }) => id === 'dig');
    assert.deepEqual([dug.name, dug.durationUnit, dug.parentId], ['Dug', 'day', 'ground']);
    const post = sent('added').find(({ name }) => name === 'Post');
    assert.equal(post.tempParent, post.parentId);
    const kept = await (await fetch(`${stage.demo.url}/crud/1/load`)).text();
    assert.ok(!kept.includes('"temp'), kept);
  });

  test('models that call their ids otherwise, which say so in each pack', async () => {
    const names = { idField: 'key', phantomIdField: 'temp' };
    await play({ idField: 'key', phantomIdField: 'temp', encoder: { requestData: names } });
    assert.equal(sent('updated').find(({ name }) => name === 'Dug').key, 'dig');
  });
});
