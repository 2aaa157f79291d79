'use strict';

const assert = require('node:assert/strict');
const { before, describe, test } = require('node:test');

describe('The parts of the core', () => {
  /** @type {any} */
  let parts;
  before(async () => {
    const files = ['emitter', 'keepable', 'names', 'pending', 'records', 'sending'];
    const all = await Promise.all(files.map((file) => import(`../../client/src/core/${file}.js`)));
    parts = Object.assign({}, ...all);
  });

  test('new records get names with a UUID, references and all, and come back under their own', () => {
    const names = new parts.Names();
    const given = {
      tasks: { added: [{ $PhantomId: 'a', name: 'a' }, { parentId: 'a' }] },
      dependencies: { added: [{ id: 7, fromTask: 'a', toTask: 'b' }] },
    };
    const sent = names.out(given);
    const [{ $PhantomId: unique, name }, { parentId, $PhantomId: other }] = sent.tasks.added;
    assert.match(unique, /^_generateda_[\da-f-]{36}$/);
    assert.match(other, /^_generated[\da-f-]{36}$/);
    assert.deepEqual([name, parentId], ['a', unique]);
    assert.deepEqual(sent.dependencies.added, [{ id: 7, fromTask: unique, toTask: 'b' }]);
    assert.equal(names.in(sent).tasks.added[0].$PhantomId, 'a');
    assert.equal(
      names.out({ tasks: { added: [{ parentId: 'a' }] } }).tasks.added[0].parentId,
      unique,
    );
    assert.deepEqual(given.tasks.added[1], { parentId: 'a' });
  });

  test('new records get different names where there is no randomUUID, as on a page that came by plain HTTP', (t) => {
    t.after(() => delete (/** @type {any} */ (crypto).randomUUID));
    Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
    const { tasks } = new parts.Names().out({ tasks: { added: [{}, {}] } });
    const [one, other] = tasks.added.map(({ $PhantomId }) => $PhantomId);
    for (const name of [one, other])
      assert.match(name, /^_generated[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    assert.notEqual(one, other);
  });

  test('a change of the project comes back without what its author has said of it in $input', () => {
    const changes = { project: { duration: 3, $input: {} } };
    assert.equal(parts.says(changes, { project: { duration: 4 } }), false);
    assert.equal(parts.says(changes, {}), false);
    assert.equal(parts.says(changes, { project: { duration: 3 } }), true);
  });

  test('a change that comes back without its number is known by what it says, and by no less', async () => {
    const $PhantomId = `_generated${crypto.randomUUID()}`;
    const changes = {
      tasks: { added: [{ $PhantomId, name: 'x' }], updated: [{ id: 1, name: 'y' }] },
    };
    const told = {
      tasks: {
        added: [{ $PhantomId, id: 'events-7', name: 'x' }],
        updated: [{ id: 1, name: 'y' }],
      },
    };
    const others = [
      { tasks: { ...told.tasks, updated: [{ id: 1, name: 'z' }] } },
      { tasks: { ...told.tasks, added: [] } },
      { tasks: { ...told.tasks, added: [...told.tasks.added, { id: 'events-8', name: 'x' }] } },
      { resources: told.tasks },
      {},
    ];
    for (const other of others) assert.equal(parts.says(changes, other), false);
    const link = { isOpen: true, send: () => link.isOpen, settle() {} };
    const sending = new parts.Sending({ link, emit() {}, changed() {} });
    const made = sending.add(changes, { base: 0, isNow: true });
    for (const other of others) sending.recognise(other, 7);
    assert.equal(sending.size, 1);
    sending.recognise(told, 8);
    assert.deepEqual(await made, { revision: 8, changes: told });
    assert.equal(sending.size, 0);
    link.isOpen = false;
    void sending.add(changes, { base: 8, isNow: true });
    sending.recognise(told, 9);
    assert.equal(sending.size, 1);
  });

  test('what is removed may come back with more that went along', () => {
    const sent = { tasks: { removed: [{ id: 1 }] } };
    assert.equal(parts.says(sent, { tasks: { removed: [{ id: '1' }, { id: 11 }] } }), true);
    assert.equal(parts.says(sent, { tasks: { removed: [{ id: 11 }] } }), false);
  });

  test('of a change that conflicts is kept what would not conflict again', () => {
    const added = [{ $PhantomId: 'a', id: 1 }];
    const changes = {
      tasks: { added, updated: [{ id: 1 }, { id: '2' }], removed: [{ id: 3 }, { id: 4 }] },
      resources: { updated: [{ id: 1 }] },
      dependencies: { removed: [{ id: 1 }] },
      project: { name: '' },
    };
    const kept = (...conflicts) => parts.keepable(changes, conflicts);
    assert.deepEqual(kept({ type: 'concurrent_edit', id: 1 }), changes);
    const others = { ...changes, tasks: { ...changes.tasks, updated: [{ id: 1 }] } };
    assert.deepEqual(kept({ type: 'task_not_found', id: 2 }), others);
    const { resources: _, ...rest } = changes;
    assert.deepEqual(kept({ type: 'record_not_found', store: 'resources', id: 1 }), rest);
    const locked = { type: 'record_locked', lockedBy: 'Bob' };
    others.tasks = { ...changes.tasks, removed: [{ id: 4 }] };
    assert.deepEqual(kept({ ...locked, id: 3 }), others);
    // Task 9 is below one of those that were to be removed.
    const { removed: __, ...stays } = changes.tasks;
    assert.deepEqual(kept({ ...locked, id: 9 }), { ...changes, tasks: stays });
    const gone = { type: 'task_not_found', id: 1 };
    assert.equal(parts.keepable({ tasks: { updated: [{ id: 1 }] } }, [gone]), undefined);
  });

  test('a change says on which revision it was made, in each of its updates', () => {
    const changes = { tasks: { updated: [{ id: 1, name: 'y' }], removed: [{ id: 2 }] } };
    const { payload } = parts.messageOf({ number: 1, changes, base: 5 });
    assert.deepEqual(payload, {
      tasks: {
        updated: [{ id: 1, baseRevision: 5, changes: { name: 'y' } }],
        removed: [{ id: 2 }],
      },
    });
    assert.equal(parts.messageOf({ number: 1, changes, base: NaN }).payload, changes);
  });

  test('records know their parents, and go with them', () => {
    const records = new parts.Records();
    const rows = [{ id: 1, children: [{ id: 11, children: [{ id: 111 }] }] }, { id: 2 }];
    records.load({ tasks: { rows }, project: { name: 'P' } });
    assert.deepEqual(
      records.all('tasks').map(({ id, parentId }) => [id, parentId]),
      [
        [1, undefined],
        [11, 1],
        [111, 11],
        [2, undefined],
      ],
    );
    records.apply({
      tasks: {
        added: [{ $PhantomId: 'x', id: 3, parentId: 2 }],
        updated: [{ id: '2', name: 'B' }],
        removed: [{ id: 1 }],
      },
      project: { id: 9, name: 'Q' },
    });
    assert.deepEqual(records.all('tasks'), [
      { id: 2, name: 'B' },
      { id: 3, parentId: 2 },
    ]);
    assert.deepEqual(records.project, { name: 'Q' });
  });

  test('a record with very many below it goes at once', () => {
    const records = new parts.Records();
    const children = Array.from({ length: 20_000 }, (_, i) => ({ id: `c${i}` }));
    records.load({ tasks: { rows: [{ id: 'p', children }, { id: 'q' }] } });
    const began = performance.now();
    records.apply({ tasks: { removed: [{ id: 'p' }] } });
    // One look at all for each that goes would take many seconds.
    assert.ok(performance.now() - began < 1000);
    assert.deepEqual(records.all('tasks'), [{ id: 'q' }]);
  });

  test('a listener that throws keeps nobody else from being told', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const emitter = new parts.Emitter();
    const told = [];
    emitter.on('a', () => {
      throw new Error('mine');
    });
    const off = emitter.on({ a: () => told.push('a'), b: () => told.push('b') });
    emitter.emit('a');
    emitter.emit('b');
    off();
    emitter.emit('a');
    assert.deepEqual(told, ['a', 'b']);
    assert.throws(() => t.mock.timers.tick(1), { message: 'mine' });
  });
});
