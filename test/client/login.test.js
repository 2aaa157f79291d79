'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { adding, makeClient, openClient, startServer, within } = require('./support');

/** A server whose tokens are `<name> <group>`. */
function stage(t, options) {
  return startServer(t, {
    users: {},
    groups: { team: { projects: '*' } },
    verifyToken(token) {
      const [userName, group] = token.split(' ');
      return group === 'team' ? { userName, group } : undefined;
    },
    ...options,
  });
}

test('another token of the same user goes on over the connection that stands', async (t) => {
  const client = await openClient(t, await stage(t), { token: 'Ada team' });
  const { clientId } = client;
  await client.login(async () => 'Ada team again');
  await client.change(adding('Sow'));
  assert.deepEqual([client.state, client.clientId], ['connected', clientId]);
});

test('a token that is refused while one is connected is told, and not used for the next connection', async (t) => {
  const client = await openClient(t, await stage(t), { token: 'Ada team' });
  for (const wrong of ['Ada', 'Bob team', () => 'nobody'])
    await assert.rejects(within(client.login(wrong), 'answer'), { code: 'ERR_UNAUTHORIZED' });
  assert.equal(client.state, 'connected');
  const connected = client.next('connected');
  client.link.reconnect();
  await connected;
  await client.change(adding('Sow'));
});

test('a login whose answer is lost with the connection is that of the next one', async (t) => {
  const client = await openClient(t, await stage(t), { token: 'Ada team' });
  const connected = client.next('connected');
  const done = client.login('Bob team');
  client.link.reconnect();
  await within(done, 'end');
  await connected;
  while (!client.users.some(({ name }) => name === 'Bob')) await client.next('presence');
});

test('a login while it connects is not lost', async (t) => {
  const server = await stage(t);
  const client = await makeClient(t, server, { token: 'wrong' });
  const opened = client.open();
  await client.next('connecting');
  await client.login('Ada team');
  await within(opened, 'project');
  assert.equal(client.state, 'connected');
});

test('an address of the server that does not speak the protocol is told at once', async (t) => {
  const server = await startServer(t, { path: '/gantt' });
  assert.match(server.address, /\/gantt$/);
  const client = await makeClient(t, server);
  await assert.rejects(within(client.open(), 'answer'), { message: /\(4404\)/ });
  await openClient(t, { address: server.address.replace(/\/gantt$/, '') });
});
