'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { test } = require('node:test');
const { enterSync } = require('../support/sync-client');
const { connect, startServer } = require('../support/test-server');

/** A server whose tokens are `<name> <group> <milliseconds that they last>`. */
function stage(t) {
  return startServer(t, {
    users: {},
    groups: { team: { projects: '*' }, others: { projects: '*' }, anonymous: { projects: [1] } },
    verifyToken(token) {
      const [userName, group, lasts] = token.split(' ');
      return { userName, group, ...(lasts && { expires: new Date(Date.now() + Number(lasts)) }) };
    },
  });
}

/** @param {any} client @param {string} token */
const show = (client, token) => client.request({ type: 'login', payload: { token } });

test('who does not renew a token is closed with 4401 when it ends', async (t) => {
  const server = await stage(t);
  const ada = await enterSync(t, server, { token: 'Ada team 50' });
  assert.equal(await ada.closed, 4401);
  await assert.rejects(enterSync(t, server, { token: 'Ada team -1' }));
});

test('who renews it goes on as the same client, and neither a wrong one nor another’s does that', async (t) => {
  const server = await stage(t);
  const ada = await enterSync(t, server, { token: 'Ada team 3600000' });
  await ada.next();
  const { payload } = await show(ada, 'Ada team 7200000');
  assert.deepEqual(payload, { userName: 'Ada' });
  for (const token of ['Bob team', 'Ada nobody', '']) {
    assert.equal((await show(ada, token)).payload.code, 'ERR_UNAUTHORIZED', token);
  }
  const change = { tasks: { updated: [{ id: 'events-1', name: 'Plant' }] } };
  assert.equal((await ada.request({ type: 'changes', payload: change, revision: 1 })).type, 'ack');
  // A short one is the end now.
  await show(ada, 'Ada team 50');
  assert.equal(await ada.closed, 4401);
});

test('who has another group by now comes again', async (t) => {
  const server = await stage(t);
  const ada = await enterSync(t, server, { token: 'Ada team 3600000' });
  await ada.next();
  assert.equal((await show(ada, 'Ada others')).type, 'login');
  assert.equal(await ada.closed, 1012);
});

test('in commands a login with renew leaves the client what it is', async (t) => {
  const server = await stage(t);
  const ada = await connect(t, { address: `${server.address}/?token=Ada%20team%203600000` });
  const login = (data) => ada.request({ command: 'login', data: { login: 'Ada', ...data } });
  const { data } = await login({});
  await ada.next();
  await ada.load(1);
  const renewed = await login({ password: 'Ada team 7200000', renew: true });
  assert.deepEqual(renewed, { command: 'login', data });
  const { error } = await login({ password: 'Bob team', renew: true });
  assert.match(error, /\(ERR_UNAUTHORIZED\)$/);
  await login({ password: 'Ada team 50', renew: true });
  const [code] = await once(ada.socket, 'close');
  assert.equal(code, 4401);
});
