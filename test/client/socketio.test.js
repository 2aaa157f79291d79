'use strict';

const assert = require('node:assert/strict');
const { before, test } = require('node:test');
const { CalendarProject, next } = require('./calendar-project');
const { openClient, within } = require('./support');
const { Wire } = require('./wire');
const { enter, open } = require('./socketio-calendar');

/** @type {any} */
let part;
before(async () => {
  part = await import('../../client/src/socketio/index.js');
});

test('two calendars end alike: adds get their ids, and nobody sends what others did', async (t) => {
  const server = await open(t);
  const robot = await openClient(t, server, { project: 'garden' });
  const [ann, ben] = [await enter(t, server, 'ann'), await enter(t, server, 'ben')];
  const sent = [];
  robot.on('changes', ({ changes }) => sent.push(Object.keys(changes.events).join()));
  assert.deepEqual(ann.project.names, ['e1 Dig', 'e2 Sow']);
  ann.project.edit('added', { $PhantomId: '_generatedEventModel_1', name: 'Open day' });
  await ben.until(() => ben.project.records.size === 3);
  await ann.until(() => ann.project.names[2].startsWith('events-'));
  assert.deepEqual(ann.project.names, ben.project.names);
  const id = [...ben.project.records.keys()][2];
  ben.project.edit('updated', { id, name: 'Open garden' });
  await ann.has(`${id} Open garden`);
  ann.project.edit('removed', { id });
  await ann.manager.emitChanges({ events: { removed: [{ id }] } });
  await ben.until(() => ben.project.records.size === 2);
  await robot.change({ events: { updated: [{ id: 'e1', name: 'Dig deep' }] } });
  await ann.has('e1 Dig deep');
  await ben.has('e1 Dig deep');
  assert.deepEqual(sent, ['added', 'updated', 'removed', 'updated']);
  assert.deepEqual([...ann.told, ...ben.told], []);
  assert.equal(ann.manager.serverRevision, robot.revision);
});

test('edits at once of many end alike, each made once', async (t) => {
  const server = await open(t);
  const robot = await openClient(t, server, { project: 'garden' });
  const all = await Promise.all(['ann', 'ben', 'ann'].map((name) => enter(t, server, name)));
  for (let round = 0; round < 10; round++)
    for (const [who, { manager }] of all.entries()) {
      const added = [{ $PhantomId: `_generated${round}`, name: `${who} ${round}` }];
      void manager.client.change({ events: { added } });
      await robot.change({ events: { updated: [{ id: 'e1', name: `${who} ${round}` }] } });
    }
  for (const { manager } of all) await within(manager.client.saved(), 'answers');
  while (robot.revision < 60) await within(next(robot, 'changes'), 'changes');
  const events = robot.records.all('events');
  assert.equal(events.length, 32);
  const expected = events.map(({ id, name }) => `${id} ${name}`).sort();
  // A manager shows a revision a little after its client has received it.
  for (const { until, project } of all) await until(() => project.names.join() === expected.join());
});

for (const lost of ['calendar:change', 'answer', 'calendar:update'])
  test(`a connection that breaks at ${lost} loses and doubles nothing`, async (t) => {
    const server = await open(t);
    const wire = await Wire.to(t, server);
    const ben = await enter(t, server, 'ben');
    const ann = await enter(t, wire, 'ann');
    wire.onMessage = ({ type }) => {
      if (type !== lost) return undefined;
      wire.onMessage = () => undefined;
      return 'before';
    };
    ann.project.edit('added', { $PhantomId: '_generatedEventModel_1', name: 'Reap' });
    await within(next(ann.manager, 'disconnected'), 'cut');
    ann.project.edit('updated', { id: 'e2', name: 'Sow wide' });
    await ben.until(() => ben.project.records.size === 3);
    await ben.has('e2 Sow wide');
    await within(ann.manager.client.saved(), 'answers');
    await ann.until(() => ann.project.names.join() === ben.project.names.join());
    assert.deepEqual(ann.told, []);
  });

test('what somebody else has written meanwhile is a conflict, of which one’s own can be kept', async (t) => {
  const server = await open(t);
  const wire = await Wire.to(t, server);
  const ben = await enter(t, server, 'ben');
  const ann = await enter(t, wire, 'ann', { retryDelay: () => 20 });
  wire.isOpen = false;
  const cut = next(ann.manager, 'disconnected');
  wire.cut();
  await cut;
  ann.project.edit('updated', { id: 'e1', name: 'Mine' });
  await ann.until(() => ann.manager.client.unsyncedChanges === 1, 'sync');
  ann.project.edit('updated', { id: 'e1', name: 'Mine alone' });
  ben.project.edit('updated', { id: 'e1', name: 'Theirs' });
  await within(ben.manager.client.saved(), 'answer');
  const told = next(ann.manager, 'conflict');
  wire.isOpen = true;
  const { conflicts, currentState, resolve } = await within(told, 'conflict');
  assert.deepEqual(
    [conflicts[0].type, conflicts[0].fields, conflicts[0].serverVersion.name],
    ['concurrent_edit', ['name'], 'Theirs'],
  );
  assert.deepEqual(currentState.events[0].name, 'Theirs');
  await resolve('keep_local');
  await ben.has('e1 Mine alone');
  await ann.until(() => ann.project.names[0] === 'e1 Mine alone', 'loaded');
});

test('over a restart of a server that kept nothing what waited is sent, but what others wrote', async (t) => {
  const [first, second] = [await open(t), await open(t)];
  const wire = await Wire.to(t, first);
  const ann = await enter(t, wire, 'ann', { retryDelay: () => 20 });
  const ben = await enter(t, second, 'ben');
  ben.project.edit('updated', { id: 'e1', name: 'Theirs' });
  await within(ben.manager.client.saved(), 'answer');
  wire.isOpen = false;
  const cut = next(ann.manager, 'disconnected');
  wire.cut();
  await cut;
  void ann.manager.client
    .change({ events: { updated: [{ id: 'e1', name: 'Mine' }] } })
    .catch(() => {});
  void ann.manager.client.change({ events: { added: [{ name: 'New' }] } });
  const told = next(ann.manager, 'conflict');
  wire.lead(second);
  assert.deepEqual((await within(told, 'conflict')).conflicts[0].fields, ['name']);
  await ben.until(() => ben.project.records.size === 3);
  assert.equal(ben.project.names[0], 'e1 Theirs');
});

test('a record is locked for one alone, as the guide says, and the others see who has it', async (t) => {
  const server = await open(t, { locks: 'enforced' });
  const [ann, ben] = [await enter(t, server, 'ann'), await enter(t, server, 'ben')];
  assert.equal(await ann.manager.lockRecord('event', 'e1'), true);
  assert.equal(await ben.manager.lockRecord('event', 'e1'), false);
  assert.deepEqual(
    ben.manager.locks.map(({ recordType, recordId, userName }) => [recordType, recordId, userName]),
    [['events', 'e1', 'ann']],
  );
  ben.project.edit('updated', { id: 'e1', name: 'Not mine' });
  const { conflicts } = await within(next(ben.manager, 'conflict'), 'conflict');
  assert.deepEqual([conflicts[0].type, conflicts[0].lockedBy], ['record_locked', 'ann']);
  ann.manager.unlockRecord('event', 'e1');
  await ann.manager.lock('e2');
  assert.equal(await ben.manager.lockRecord('event', 'e1'), true);
  assert.ok(!ben.manager.locks.some(({ recordId }) => recordId === 'e1'));
});

test('who is where is told as users', async (t) => {
  const server = await open(t);
  const [ann, ben] = [await enter(t, server, 'ann'), await enter(t, server, 'ben')];
  ann.manager.select('e1', { action: 'editing' });
  const isThere = () => ben.manager.users.find(({ action }) => action === 'editing');
  await ben.until(isThere, 'presenceUpdate');
  const { clientId, name, recordType, recordId } = isThere();
  assert.deepEqual([name, recordType, recordId], ['ann', 'events', 'e1']);
  assert.equal(clientId, ann.manager.clientId);
});

test('after a reset all is as it was', async (t) => {
  const server = await open(t);
  const ann = await enter(t, server, 'ann');
  ann.project.edit('updated', { id: 'e1', name: 'Dig deep' });
  await within(ann.manager.client.saved(), 'answer');
  await ann.has('e1 Dig deep');
  const reasons = [];
  ann.manager.on('loaded', ({ reason }) => reasons.push(reason));
  await server.resetDataSet('garden');
  // An edit that came before the first data had certainly arrived is answered with them once more.
  await ann.until(() => reasons.includes('reset'));
  assert.deepEqual(ann.project.names, ['e1 Dig', 'e2 Sow']);
});

test('who may not come in is told why, and does not come again by itself', async (t) => {
  const server = await open(t);
  const make = (id, token) => {
    const url = server.address.replace(/^ws/, 'http');
    const calendar = { id, project: new CalendarProject() };
    const manager = new part.CalendarSocketIOManager(calendar, url, { token });
    t.after(() => manager.disconnect());
    return manager;
  };
  const wrong = await within(next(make('garden', 'wrong'), 'needs-auth'), 'answer');
  assert.deepEqual([wrong.code, wrong.reason], [4401, 'ERR_UNAUTHORIZED']);
  const none = await within(next(make('no such', 'key of ann'), 'stopped'), 'answer');
  assert.deepEqual([none.code, none.reason], [4404, 'ERR_UNKNOWN_PROJECT']);
});

test('a change that is too long is told as dropped, and what was made behind it goes on', async (t) => {
  const server = await open(t, { maxPayload: 20_000 });
  const [ann, ben] = [await enter(t, server, 'ann'), await enter(t, server, 'ben')];
  const dropped = next(ann.manager, 'dropped');
  void ann.manager.client
    .change({ events: { added: [{ name: 'x'.repeat(30_000) }] } })
    .catch(() => {});
  void ann.manager.client.change({ events: { updated: [{ id: 'e1', name: 'Dig on' }] } });
  assert.equal((await within(dropped, 'word')).reason, 'ERR_MESSAGE_TOO_LARGE');
  await ben.has('e1 Dig on');
});

for (const who of ['I', 'they'])
  test(`what ${who} have only calculated conflicts with nobody’s edit`, async (t) => {
    const server = await open(t);
    const wire = await Wire.to(t, server);
    const ben = await enter(t, server, 'ben');
    const ann = await enter(t, wire, 'ann', { retryDelay: () => 20 });
    const done = (id, fields, isCalculated) => ({
      events: {
        updated: [{ id, ...fields }],
        ...(isCalculated && { $derived: { [id]: Object.keys(fields) }, $input: { updated: [] } }),
      },
    });
    wire.isOpen = false;
    const cut = next(ann.manager, 'disconnected');
    wire.cut();
    await within(cut, 'cut');
    const isMine = who === 'I';
    const mine = done('e1', { endDate: '2027-03-02T00:00:00' }, isMine);
    const settled = ann.manager.client.change(mine);
    await ben.manager.client.change(done('e1', { endDate: '2027-03-09T00:00:00' }, !isMine));
    wire.isOpen = true;
    await within(settled, 'answer');
    assert.deepEqual(ann.told, []);
  });
