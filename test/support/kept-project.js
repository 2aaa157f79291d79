'use strict';

const { ask } = require('./http-server');
const { TestClient } = require('./test-client');

/** A pack that was made once, and is asked again behind all restarts. */
const ASKED = {
  type: 'sync',
  requestId: 'once',
  revision: 0,
  tasks: { added: [{ $PhantomId: '_generatedOnce', name: 'Compost' }] },
};

/** What comes too late: it says that it was made when nobody had renamed the task yet. */
const LATE = { tasks: { updated: [{ id: 11, baseRevision: 0, changes: { name: 'Dig late' } }] } };

async function enter(address) {
  const client = await new TestClient(address).open();
  await client.login('admin', 'admin');
  return client;
}

/** @returns {Promise<any>} the data of the answer with a dataset */
async function dataset(address, project) {
  const client = await enter(address);
  client.ask('dataset', { project });
  const { data } = await client.until('dataset');
  await client.close();
  return data;
}

/** @returns {Promise<any[]>} what came after that revision, as the journal has it */
async function delta(address, project, since) {
  const client = await enter(address);
  client.ask('dataset', { project, since: `server-${since}` });
  client.ask('version');
  const revisions = [];
  for (;;) {
    const { command, data } = await client.next();
    if (command === 'project_change') revisions.push(...data.revisions);
    if (command === 'dataset') revisions.push('all');
    if (command !== 'version') continue;
    await client.close();
    return revisions;
  }
}

/** @returns {Promise<any>} what the server says of a change that comes too late */
async function conflict(address) {
  const client = await new TestClient(`${address}/gantt-sync?project=1`).open();
  await client.until('init');
  client.send({ type: 'changes', payload: LATE, revision: 1 });
  const { payload } = await client.until('conflict');
  await client.close();
  return payload;
}

/** @returns {Promise<any>} the changes of a task that is added below one that came by a name, as they were made */
async function addition(address) {
  const client = await enter(address);
  client.ask('dataset', { project: 1 });
  await client.until('dataset');
  const added = [{ $PhantomId: '_generatedLast', parentId: '_generatedBed', name: 'Last' }];
  const revisions = [{ revision: 'last', changes: { tasks: { added, $input: { added } } } }];
  client.ask('project_change', { project: 1, revisions });
  const { data } = await client.until('project_change');
  await client.close();
  return data.revisions[0].changes;
}

/**
 * What a server says of the two projects that it keeps, and at last, by a change, of its ids.
 *
 * @param {string} address with conflicts that are refused
 * @param {{hasHttp: boolean}} plan hasHttp: it is asked again over HTTP as well
 * @returns {Promise<object>}
 */
async function factsOf(address, { hasHttp }) {
  const datasets = [await dataset(address, 1), await dataset(address, 2)];
  const last = Number(datasets[0].revision.replace('server-', ''));
  const deltas = [];
  for (let since = 1; since < last; since++) deltas.push(await delta(address, 1, since));
  const facts = { datasets, deltas, other: await delta(address, 2, 0) };
  const server = { port: Number(new URL(address).port) };
  const again = hasHttp ? (await ask(server, '/crud/1/sync', { json: ASKED })).body : undefined;
  const refused = await conflict(address);
  return { ...facts, again, refused, addition: await addition(address) };
}

module.exports = { ASKED, factsOf };
