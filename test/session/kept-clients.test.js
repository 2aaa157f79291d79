'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { KeptClients } = require('../../lib/session/kept-clients');
const { MemoryStorage } = require('../../lib/storage/memory');

/** Projects of a server, with what is asked of them here. */
function projectsOf(...parts) {
  const common = { epoch: 1, beganWith: 5, revision: 9, forgotten: 0 };
  return { all: parts.map((part) => ({ id: 1, ...common, ...part })) };
}

/** A client that came and left in a life of the server; answers its id and its secret. */
function visit({ clientIds, returns }, project, past = {}) {
  const clientId = clientIds.next();
  const who = { userName: 'Ada', dialect: 'sync', project, epoch: project.epoch };
  const session = {
    identity: { clientId, origin: clientId },
    past: { origin: clientId, ...who, seen: 8, answered: Infinity, ...past },
  };
  returns.arrive(session);
  returns.note(session);
  return { clientId, secret: clientIds.secretOf(clientId) };
}

/** @returns {Promise<KeptClients>} of the next life of the server */
async function nextLife(storage, projects) {
  const kept = new KeptClients(projects, storage);
  await kept.recover();
  return kept;
}

test('a client that was here in the last life of the server is who it was', async () => {
  const storage = new MemoryStorage();
  const before = projectsOf({});
  const { clientId, secret } = visit(await nextLife(storage, before), before.all[0]);

  const projects = projectsOf({ epoch: 3 });
  const [project] = projects.all;
  const { clientIds, returns } = await nextLife(storage, projects);
  assert.equal(clientIds.isOfThisLife(clientId), true);
  const comer = { userName: 'Ada', dialect: 'sync', project };
  assert.deepEqual(returns.find(clientId, 'A'.repeat(22), comer), {});
  const numbers = { origin: clientId, epoch: 3, seen: 8, answered: 9 };
  assert.deepEqual(returns.find(clientId, secret, comer).past, { ...comer, ...numbers });
  assert.equal(returns.find(clientId, secret, { ...comer, userName: 'Bob' }).past, undefined);
});

test('what it had of other data, or beyond what is kept, is worth nothing', async () => {
  for (const now of [{ beganWith: 9 }, { revision: 7 }, { id: 2 }]) {
    const storage = new MemoryStorage();
    const before = projectsOf({});
    const { clientId, secret } = visit(await nextLife(storage, before), before.all[0]);
    const projects = projectsOf(now);
    const { returns } = await nextLife(storage, projects);
    const comer = { userName: 'Ada', dialect: 'sync', project: projects.all[0] };
    assert.deepEqual(returns.find(clientId, secret, comer), { before: undefined, past: undefined });
  }
});

test('what was reset is not kept', async () => {
  const storage = new MemoryStorage();
  const projects = projectsOf({ epoch: 2 });
  visit(await nextLife(storage, projects), projects.all[0], { epoch: 1 });
  const { clients } = await storage.loadClients(Buffer.alloc(36));
  assert.deepEqual(clients, []);
});

test('without a storage that can, all of it ends with the process', async () => {
  for (const storage of [undefined, { open: async () => {} }]) {
    const projects = projectsOf({});
    const { clientId } = visit(await nextLife(storage, projects), projects.all[0]);
    const { clientIds } = await nextLife(storage, projects);
    assert.equal(clientIds.isOfThisLife(clientId), false);
  }
});
