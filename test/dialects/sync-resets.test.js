'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { enterSync, renameSync } = require('../support/sync-client');
const { startServer } = require('../support/test-server');

/** Everybody may do everything. */
const OPEN = { groups: { anonymous: { projects: '*', reset: true } }, users: {} };

test('a client that was away during a reset, or did not see it, is not the same one', async (t) => {
  const server = await startServer(t, OPEN);
  const away = await enterSync(t, server);
  const blind = await enterSync(t, server, {}, { autoPong: false });
  await away.request(renameSync('Plough', 1));
  await blind.next();
  await away.close();
  assert.equal((await blind.next()).type, 'user_left');
  await server.resetDataSet(1);
  assert.equal((await blind.next()).type, 'sync');
  await blind.close();
  const other = await enterSync(t, server);
  other.send(renameSync('Sow', 1));
  await other.drain();

  for (const gone of [away, blind]) {
    const back = await enterSync(t, server, gone.return);
    assert.notEqual(back.id, gone.id);
    const { type, payload } = await back.request({
      type: 'request_delta',
      payload: { lastRevision: 1 },
    });
    assert.equal(type, 'sync');
    assert.deepEqual([payload.tasks.rows[0].name, payload.revision], ['Sow', 2]);
    await back.close();
  }
});
