'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { core, names, openClient, startServer, within } = require('./support');

const widgets = () => import('../../client/src/widgets/index.js');

/** Two have renamed a task, one of whom also made it longer and added another; a third task is gone. */
const CONFLICT = {
  changes: {
    tasks: {
      added: [{ $PhantomId: 'n', name: 'New' }],
      updated: [
        { id: 1, baseRevision: 0, changes: { name: 'Mine', duration: 3 } },
        { id: '2', name: 'Only mine' },
        { id: 77, name: 'Gone' },
      ],
    },
    project: { startDate: '2026-01-01', name: 'Our plan' },
  },
  conflicts: [
    { type: 'concurrent_edit', id: 1, fields: ['name'] },
    { type: 'concurrent_edit', id: 2, fields: ['name'] },
    { type: 'task_not_found', id: 77 },
    { type: 'concurrent_edit', store: 'project', id: null, fields: ['startDate'] },
  ],
  currentState: {
    tasks: [
      { id: 1, name: 'Theirs' },
      { id: 2, name: 'Theirs too' },
    ],
    project: [{ id: null, startDate: '2026-02-02' }],
  },
};
const ADDED = { $PhantomId: 'n', name: 'New' };

test('a conflict says what is mine and what is theirs', async () => {
  const { disputesOf } = await widgets();
  const lines = disputesOf(CONFLICT).map(({ store, name, isGone, fields }) =>
    [
      store,
      name,
      isGone && 'gone',
      ...fields.map((one) => `${one.field}: ${one.mine}/${one.theirs}`),
    ]
      .filter(Boolean)
      .join(' '),
  );
  assert.deepEqual(lines, [
    'tasks Theirs name: Mine/Theirs',
    'tasks Theirs too name: Only mine/Theirs too',
    'tasks Gone gone',
    'project Our plan startDate: 2026-01-01/2026-02-02',
  ]);
});

test('who keeps his own sends all of it but what is gone, on no older base', async () => {
  const { settle } = await widgets();
  assert.deepEqual(settle(CONFLICT, 'keep_local'), {
    tasks: {
      added: [ADDED],
      updated: [
        { id: 1, name: 'Mine', duration: 3 },
        { id: '2', name: 'Only mine' },
      ],
    },
    project: { startDate: '2026-01-01', name: 'Our plan' },
  });
});

test('who takes what others have made still sends what nobody disputes', async () => {
  const { settle } = await widgets();
  assert.deepEqual(settle(CONFLICT, 'accept_server'), {
    tasks: { added: [ADDED], updated: [{ id: 1, duration: 3 }] },
    project: { name: 'Our plan' },
  });
});

test('field by field, each holds what was chosen for it', async () => {
  const { settle } = await widgets();
  const merged = settle(CONFLICT, ({ id }) => (id === 2 ? 'mine' : 'theirs'));
  assert.deepEqual(merged.tasks.updated, [
    { id: 1, duration: 3 },
    { id: '2', name: 'Only mine' },
  ]);
});

test('what somebody holds is neither changed nor removed', async () => {
  const { disputesOf, settle } = await widgets();
  const changes = {
    tasks: { updated: [{ id: 1, name: 'Mine' }], removed: [{ id: 2 }, { id: 3 }] },
    resources: { removed: [{ id: 'r' }] },
  };
  const held = (id) => ({ type: 'record_locked', id, lockedBy: 'Bob' });
  const conflict = { changes, conflicts: [held(1), held(2)] };
  const [{ isLocked, isGone, lockedBy }] = disputesOf(conflict);
  assert.deepEqual([isLocked, isGone, lockedBy], [true, false, 'Bob']);
  for (const strategy of ['keep_local', 'accept_server'])
    assert.deepEqual(settle(conflict, strategy), {
      tasks: { removed: [{ id: 3 }] },
      resources: { removed: [{ id: 'r' }] },
    });
  // It is below one of those that are removed, and nobody says which.
  assert.deepEqual(settle({ changes, conflicts: [held(77)] }, 'keep_local'), {
    tasks: { updated: [{ id: 1, name: 'Mine' }] },
    resources: { removed: [{ id: 'r' }] },
  });
});

test('a server that enforces locks takes what is left', async (t) => {
  const { settle } = await widgets();
  const server = await startServer(t, { locks: 'enforced', guests: true });
  const bob = await openClient(t, server, { userName: 'Bob' });
  const locked = within(
    new Promise((resolve) => {
      bob.link.on('message', ({ type, payload }) => type === 'lock' && resolve(payload));
    }),
    'lock',
  );
  bob.link.send({ type: 'lock', payload: { recordId: 'events-1' } });
  assert.equal((await locked).success, true);
  const ada = await openClient(t, server);
  const told = ada.next('conflict');
  const changes = {
    tasks: { added: [{ name: 'New' }], updated: [{ id: 'events-1', name: 'Mine' }] },
  };
  await assert.rejects(ada.change(changes), { code: 'ERR_CONFLICT' });
  await ada.change(settle(await told, 'keep_local'));
  assert.deepEqual(names(ada), ['Dig', 'New']);
});

test('where nothing is left, nothing is sent', async () => {
  const { settle } = await widgets();
  const conflict = {
    changes: { tasks: { added: [], updated: [{ id: 1, name: 'Mine' }], removed: [] } },
    conflicts: [{ type: 'concurrent_edit', id: 1, fields: ['name'] }],
    currentState: { tasks: [{ id: 1, name: 'Theirs' }] },
  };
  assert.equal(settle(conflict, 'accept_server'), undefined);
});

test('a server takes what was settled', async (t) => {
  const { settle } = await widgets();
  const tasksData = [{ id: 1, name: 'Dig', duration: 1 }];
  const server = await startServer(t, {
    projects: [{ id: 1, name: 'One', source: { tasksData } }],
  });
  const ada = await openClient(t, server);
  const bob = await openClient(t, server);
  await bob.change({ tasks: { updated: [{ id: 1, name: 'Theirs' }] } });
  const told = ada.next('conflict');
  const late = { id: 1, baseRevision: 0, changes: { name: 'Mine', duration: 5 } };
  await assert.rejects(ada.change({ tasks: { updated: [late] } }), { code: 'ERR_CONFLICT' });
  const conflict = await told;
  await ada.change(settle(conflict, 'accept_server'));
  assert.deepEqual(ada.records.get('tasks', 1).duration, 5);
  assert.deepEqual(names(ada), ['Theirs']);
  await ada.change(settle(conflict, 'keep_local'));
  assert.deepEqual(names(ada), ['Mine']);
});

test('people are where they said last, and nowhere without a connection', async () => {
  const { followPeople } = await widgets();
  const { Emitter } = await core();
  const project = Object.assign(new Emitter(), {
    state: 'connected',
    clientId: 'a',
    users: [
      { clientId: 'a', name: 'Ada', color: '#00f' },
      { clientId: 'b', name: 'Bob', color: 'red;}*{', activeTask: 1 },
    ],
  });
  let told;
  const end = followPeople(project, (people) => {
    told = people
      .map(
        ({ name, color, isMe, at }) =>
          `${name}${isMe ? '*' : ''} ${color} ${at ? `${at.type} ${at.id} ${at.isEditing}` : ''}`,
      )
      .join('|');
  });
  assert.equal(told, 'Ada* #00f |Bob #5c6878 tasks 1 false');
  project.emit('selection', { clientId: 'b', taskId: 2, action: 'editing' });
  assert.equal(told, 'Ada* #00f |Bob #5c6878 tasks 2 true');
  project.emit('selection', {
    clientId: 'b',
    taskId: null,
    recordType: 'resources',
    recordId: 'r',
  });
  assert.equal(told, 'Ada* #00f |Bob #5c6878 resources r false');
  project.emit('selection', { clientId: 'b', taskId: null });
  project.emit('user_left', { clientId: 'a' });
  assert.equal(told, 'Bob #5c6878 ');
  project.state = 'disconnected';
  project.emit('state', {});
  assert.equal(told, '');
  end();
  project.state = 'connected';
  project.emit('state', {});
  assert.equal(told, '');
});

test('a record that one has edited very often has the last word on each field', async () => {
  const { disputesOf } = await widgets();
  const updated = Array.from({ length: 200_000 }, (_, i) => ({ id: 1, name: `Mine ${i}` }));
  const [{ fields }] = disputesOf({ ...CONFLICT, changes: { tasks: { updated } } });
  assert.deepEqual(fields, [{ field: 'name', mine: 'Mine 199999', theirs: 'Theirs' }]);
});

test('initials are those of the first and the last name', async () => {
  const { initials } = await widgets();
  const of = ['Ada', 'ada lovelace', 'Ada King of Lovelace', ' ', '😀 Émile'].map(initials);
  assert.deepEqual(of, ['A', 'AL', 'AL', '', '😀É']);
});
