'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { test } = require('node:test');
const { GatedStorage } = require('../support/gated-storage');
const { enterSync, renameSync } = require('../support/sync-client');
const { connect, startServer } = require('../support/test-server');

/** A server whose tokens are `<name> <group> <milliseconds that they last>`. */
function stage(t, options) {
  return startServer(t, {
    ...options,
    users: {},
    groups: { team: { projects: '*' }, others: { projects: [2] }, anonymous: { projects: [1] } },
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

/**
 * Ada's first change waits for its commit, and her second one for the first; then her rights end.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} lasts how long her token lasts, in milliseconds
 */
async function withTwoChanges(t, lasts) {
  const storage = new GatedStorage();
  const server = await stage(t, { storage });
  const [ada, bob] = [
    await enterSync(t, server, { token: `Ada team ${lasts}` }),
    await enterSync(t, server, { token: 'Bob team' }),
  ];
  storage.shut();
  ada.send(renameSync('Cut', 1));
  await storage.asked();
  ada.send(renameSync('Mow', 2));
  return { ada, bob, server, storage };
}

/** The server has said that it closes; it reads on, to the end, when the commit is done. */
async function told({ socket }) {
  while (socket.readyState === socket.OPEN) await nextTurn();
}

const names = (messages) =>
  messages
    .filter(({ type }) => type === 'changes')
    .map(({ payload }) => payload.tasks.updated[0].name);
const nameNow = async (server) => JSON.parse(String(await server.dataset(1))).tasks.rows[0].name;

/** How her rights end, by the duration of her token, and the status with which she is closed. */
const ENDS = [
  ['a token that ends', '150', 4401],
  ['other rights', '3600000', 1012],
];

for (const [what, lasts, status] of ENDS) {
  /** Her rights end while her changes wait; what she sends behind that is not made. */
  const endRights = async (ada) => {
    if (status === 4401) await told(ada);
    else ada.send({ type: 'login', payload: { token: 'Ada others' } });
    if (ada.socket.readyState === ada.socket.OPEN) ada.send(renameSync('Late', 3));
  };

  test(`${what} during a commit: what was sent before is made once, what was sent behind it is not`, async (t) => {
    const { ada, bob, server, storage } = await withTwoChanges(t, lasts);
    await endRights(ada);
    storage.release();
    assert.equal(await ada.closed, status);
    assert.equal(await nameNow(server), 'Mow');
    assert.deepEqual(names(await bob.drain()), ['Cut', 'Mow']);
    const authors = storage.turns.map(({ batches }) => batches.map(({ user }) => user));
    assert.deepEqual(authors, [['Ada'], ['Ada']]);
    // She does not know that, comes with new rights, and sends them again.
    const again = await enterSync(t, server, { token: 'Ada team', ...ada.return });
    for (const [number, name] of ['Cut', 'Mow'].entries()) again.send(renameSync(name, number + 1));
    await again.drain();
    assert.deepEqual([await nameNow(server), again.init.revision], ['Mow', 2]);
    assert.deepEqual(names(await bob.drain()), []);
  });

  test(`${what} during a commit that fails: nobody hears of the lost change, and work goes on`, async (t) => {
    const { ada, bob, server, storage } = await withTwoChanges(t, lasts);
    await endRights(ada);
    storage.fail('ERR_STORAGE_FULL');
    assert.equal(await ada.closed, status);
    // The one behind it was sent in time, and found room.
    assert.deepEqual(names(await bob.drain()), ['Mow']);
    bob.send(renameSync('Sow', 1));
    assert.equal((await bob.until('ack')).payload.serverRevision, 2);
    assert.equal(await nameNow(server), 'Sow');
    assert.ok(!server.logged.some((line) => /could not be (told|handled)/.test(line)));
  });
}
