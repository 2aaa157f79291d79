'use strict';

// Clients of the guides that name no project, or the name that the library makes up for one that has no id.

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { CalendarClient } = require('../support/calendar-client');
const { loaded } = require('../support/crud-client');
const { enterFlat } = require('../support/flat-client');
const { ask } = require('../support/http-server');
const { connect, enter, startServer } = require('../support/test-server');

const NAMES = {
  none: undefined,
  null: null,
  'an empty one': '',
  'a generated one': '_generatedProjectModel_bc64c646-ad84-43a1-9d48-c69aa7f316e3',
};
/** May see all projects, so that what there is not is no secret. */
const OPEN = { users: {}, groups: { anonymous: { projects: '*' } } };

/** @param {unknown} id @returns {string} of an address, as a program puts it together */
const queryOf = (id) => (id === undefined || id === null ? '' : `?project=${id}`);

for (const [what, id] of Object.entries(NAMES)) {
  const isNamed = Boolean(id);

  test(`commands and flat: ${what} is answered, and subscribes to nothing`, async (t) => {
    const server = await startServer(t);
    const ada = await enter(t, server, 'admin');
    const error = isNamed ? 'Authorization required' : 'Project id is required';
    const project = id === undefined ? {} : { project: id };
    const revisions = [{ revision: 'local-1', changes: {} }];
    for (const [command, data] of [
      ['dataset', project],
      ['project_change', { ...project, revisions }],
    ]) {
      const answer = await ada.request({ command, data });
      assert.deepEqual([answer.command, answer.error], [command, error]);
    }
    const eve = await enterFlat(t, server, 'admin');
    const answer = await eve.request({ command: 'dataset', ...project });
    assert.deepEqual([answer.command, answer.error], ['dataset', error]);
  });

  for (const path of ['/gantt-sync', '/calendar']) {
    test(`${path}: ${what} is refused with a status`, async (t) => {
      const server = await startServer(t, OPEN);
      const address = `${path}${queryOf(id)}`;
      const comes = connect(t, { address: server.address.replace(/\/?$/, address) });
      await assert.rejects(comes, new RegExp(`Unexpected server response: ${isNamed ? 404 : 400}`));
    });
  }

  test(`Socket.IO: a subscription to ${what} is refused by its acknowledgement`, async (t) => {
    const server = await startServer(t, { ...OPEN, socketio: true });
    const client = await new CalendarClient(server).open();
    t.after(() => client.socket.disconnect());
    const said = id === undefined ? {} : { calendarId: id };
    const answer = await client.socket.timeout(5000).emitWithAck('calendar:subscribe', said);
    const code = isNamed ? 'ERR_UNKNOWN_PROJECT' : 'ERR_PROJECT_REQUIRED';
    assert.deepEqual([answer.success, answer.code], [false, code]);
  });
}

for (const name of ['undefined', 'null', NAMES['a generated one']]) {
  test(`crud: /crud/${name}/ has neither a load nor a sync`, async (t) => {
    const server = await startServer(t, OPEN);
    for (const [path, options] of [
      ['load', {}],
      ['sync', { json: { type: 'sync', requestId: 1 } }],
    ]) {
      const { status, body } = await ask(server, `/crud/${name}/${path}`, options);
      assert.deepEqual([status, body.success, body.code], [404, false, 'ERR_UNKNOWN_PROJECT']);
    }
  });
}

test('a generated name in a change of the project’s fields does not become its id', async (t) => {
  const server = await startServer(t);
  const ada = await loaded(server);
  const eve = await loaded(server);
  const project = { id: NAMES['a generated one'], name: 'Garden' };
  await ada.sync({ project });
  assert.deepEqual((await eve.sync()).project, { name: 'Garden' });
  const client = await enter(t, server, 'admin');
  const { data } = await client.request({ command: 'dataset', data: { project: 1 } });
  assert.doesNotMatch(JSON.stringify(data), /_generated/);
});
