'use strict';

const { HttpClient } = require('./support/http-client');
const { mediansInTurn } = require('./support/rounds');
const { ServerHandle } = require('./support/server-handle');

// What a CrudManager's requests cost beside a bare handler of Node's that reads and answers as many bytes, with
// the same headers.

/** @typedef {import('./special').Settings} Settings */

const TASKS = 10_000;
const LOAD = '/crud/1/load';
const SYNC = '/crud/1/sync';

/** @returns {Promise<{handle: ServerHandle, client: HttpClient}>} */
async function serve(kind) {
  const handle = new ServerHandle();
  const { port } = await handle.ask('start', { kind, tasks: TASKS });
  return { handle, client: await HttpClient.open(port) };
}

let number = 0;
let revision = 0;

/** Each kind of request: how it is asked, one after the other. */
const KINDS = {
  'sync of one update': {
    count: 3000,
    async ask(client) {
      const id = 1 + (number % 1000);
      const tasks = { updated: [{ id, name: `Name ${++number}` }] };
      const pack = { type: 'sync', requestId: 1e13 + number, revision, tasks };
      return told(await client.ask('POST', SYNC, { body: JSON.stringify(pack) }));
    },
  },
  'poll with nothing new': {
    count: 3000,
    async ask(client) {
      const pack = { type: 'sync', requestId: 1e13 + ++number, revision };
      return told(await client.ask('POST', SYNC, { body: JSON.stringify(pack) }));
    },
  },
  'unchanged load of 10,000 tasks': { count: 60, ask: (client) => client.ask('GET', LOAD) },
  'the same, known: 304': {
    count: 3000,
    status: 304,
    ask: (client, tag) => client.ask('GET', LOAD, { headers: `If-None-Match: ${tag}\r\n` }),
  },
};

/** What Node writes by itself. */
const OWN_HEADERS = new Set(['Date', 'Connection', 'Keep-Alive']);

/** @param {string} head @returns {Record<string, string>} the headers that its server gave */
function headersIn(head) {
  const [, ...lines] = head.split('\r\n');
  const pairs = lines.map((line) => line.split(': ', 2));
  return Object.fromEntries(pairs.filter(([name]) => !OWN_HEADERS.has(name)));
}

/** Notes the revision of an answer. */
function told(answer) {
  const [, text] = /"revision":([\d.]+)/.exec(answer.body.toString('latin1', 0, 200)) ?? [];
  if (text !== undefined) revision = Number(text);
  return answer;
}

/**
 * @param {Settings} settings
 * @returns {Promise<Record<string, {bytes: number, ours: number, bare: number}>>} microseconds of CPU for one
 */
async function requests({ rounds, scale, note }) {
  const servers = { ours: await serve('ours'), bare: await serve('bare') };
  const results = {};
  try {
    for (const [name, { count, ask, status = 200 }] of Object.entries(KINDS)) {
      // The one of the load of now: a sync before it has changed the project.
      const { head } = told(await servers.ours.client.ask('GET', LOAD));
      const [, tag] = /etag: (.+)/i.exec(head) ?? [];
      const answer = await ask(servers.ours.client, tag);
      if (answer.status !== status) throw new Error(`${name}: answered with ${answer.status}`);
      const { body } = answer;
      const sizes = { answer: body.length, headers: headersIn(answer.head) };
      await servers.bare.handle.ask('setSizes', sizes);
      const often = Math.ceil(count * scale);
      const { ours, bare } = await mediansInTurn(servers, rounds, async ({ handle, client }) => {
        const before = await handle.cpu();
        for (let i = 0; i < often; i++) await ask(client, tag);
        return ((await handle.cpu()) - before) / often;
      });
      results[name] = { bytes: body.length, ours, bare };
      note(`${name}, ${body.length} B: ours ${ours.toFixed(1)}, bare ${bare.toFixed(1)} µs`);
    }
  } finally {
    for (const { handle, client } of Object.values(servers)) {
      client.end();
      handle.end();
    }
  }
  return results;
}

module.exports = { requests };
