'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { connect, startServer } = require('../support/test-server');
const { CalendarClient, enterCalendar } = require('../support/calendar-client');
const { ask } = require('../support/http-server');
const { readExamples } = require('../support/wire-examples');

/** What may stand where a text, a number or an object is expected; in JSON, where `__proto__` and `toString` are usual names. */
const ODD = [
  ...['null', '-1.5', '"__proto__"', '[[]]', '{"toString":1}', '{"then":1,"toJSON":1}'],
  ...['[{"toString":null,"valueOf":null}]', '{"__proto__":null}', '{"length":1e9}'],
];
const PAGES = ['docs/protocol.md', 'docs/flat.md', 'docs/sync.md', 'docs/calendar.md'];
const CONNECT = /^connect (\/\S*)$/;
const USERS = {
  ada: { token: 'token-of-ada', group: 'user' },
  alex: { password: 'alex', group: 'user' },
};
const RECORD = { type: 'event', id: 'events-1', wait: true, fence: 1 };
/** @type {[string, object][]} */
const EVENTS = [
  ['calendar:subscribe', { calendarId: 1, revision: 1, clientId: 'client-1', resume: 'x' }],
  [
    'calendar:change',
    { events: { updated: [{ id: 'events-1', name: { value: 1, oldValue: 2 } }] } },
  ],
  ['calendar:lock', RECORD],
  ['calendar:unlock', RECORD],
  ['calendar:presence', { recordType: 'event', recordId: 'events-1', action: 'editing' }],
  ['calendar:dance', { id: 1 }],
];
const SORTERS = [{ field: 'name', ascending: true }];
const FILTERS = [{ field: 'name', operator: 'includes', value: 'x', caseSensitive: false }];
/** @type {[string, object][]} */
const PACKS = [
  ['/crud/1/load', { requestId: 1, type: 'load', stores: ['tasks', { storeId: 'tasks' }] }],
  [
    '/crud/1/load',
    { stores: [{ storeId: 'tasks', page: 1, pageSize: 5, sorters: SORTERS, filters: FILTERS }] },
  ],
  [
    '/crud/1/load',
    { stores: [{ storeId: 'tasks', startIndex: 0, count: 5, parentId: null, startDate: 'x' }] },
  ],
  [
    '/crud/1/sync',
    {
      ...{ requestId: 1, type: 'sync', revision: 1 },
      tasks: { added: [{ $PhantomId: 'x', name: 'y' }], updated: [{ id: 'events-1', name: 'z' }] },
    },
  ],
];

/** @param {string} page */
function read(page) {
  return fs.readFileSync(path.join(__dirname, '..', '..', page), 'utf8');
}

/**
 * @param {unknown} value
 * @returns {string[]} its JSON text, with an odd value in the place of each value inside it and of itself
 */
function spoilt(value) {
  return [...ODD, ...placesIn(value).flatMap((text) => ODD.map((odd) => text.replace('"?"', odd)))];
}

/**
 * @param {unknown} value
 * @returns {string[]} its JSON text, with `"?"` in the place of each value inside it
 */
function placesIn(value) {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = (text) => {
      const copy = Object.assign(Array.isArray(value) ? [] : {}, value, { [name]: '!' });
      return JSON.stringify(copy).replace('"!"', () => text);
    };
    return [at('"?"'), ...placesIn(inner).map(at)];
  });
}

/**
 * @param {import('../support/test-server').TestServer} server
 * @returns {string[]} what it takes for a fault of its own
 */
function faultsOf({ logged }) {
  return [...new Set(logged.filter((line) => line.startsWith('error:')))];
}

/**
 * @param {import('../support/wire-examples').Step[]} steps
 * @param {string} name of a client
 * @returns {{at: string, said: unknown[]}} the path where it connects, and its messages
 */
function partOf(steps, name) {
  const texts = steps.filter(({ client, isSent }) => isSent && client === name);
  const at = texts.map(({ text }) => CONNECT.exec(text)?.[1]).find(Boolean) ?? '/';
  const said = texts.flatMap(({ text }) => {
    try {
      return [JSON.parse(text)];
    } catch {
      return [];
    }
  });
  return { at, said };
}

/**
 * @param {string[]} texts
 * @returns {string[][]} few in each, since a wrong password keeps its connection waiting
 */
function inParts(texts) {
  const parts = [];
  for (let at = 0; at < texts.length; at += ODD.length)
    parts.push(texts.slice(at, at + ODD.length));
  return parts;
}

/**
 * @param {import('node:test').TestContext} t
 * @param {{address: string}} server
 * @param {unknown[]} before what the client says first
 * @param {string[]} texts what it says then, each on the same connection
 */
async function say(t, server, before, texts) {
  const client = await connect(t, server);
  for (const message of [...before, ...texts]) client.send(message);
  client.socket.close();
  await client.closed;
}

for (const page of PAGES) {
  test(`no value in a message is a fault of the server: ${page}`, async (t) => {
    const server = await startServer(t, { users: { ...USERS } });
    const all = readExamples(read(page)).flatMap((steps) => {
      const names = [...new Set(steps.map(({ client }) => client))];
      return names.flatMap((name) => {
        const { at, said } = partOf(steps, name);
        const to = { address: server.address + at };
        return said.flatMap((message, index) =>
          inParts(spoilt(message)).map((texts) => say(t, to, said.slice(0, index), texts)),
        );
      });
    });
    await Promise.all(all);
    assert.ok(all.length > 5, `${all.length} messages`);
    assert.deepEqual(faultsOf(server), []);
  });
}

test('no value in an event of Socket.IO is a fault of the server', async (t) => {
  const server = await startServer(t, { users: { ...USERS }, socketio: true });
  const client = await enterCalendar(t, server, {});
  for (const [event, data] of EVENTS) {
    for (const text of spoilt(data)) client.send(event, JSON.parse(text));
    for (const text of ODD) client.send(event, data, JSON.parse(text));
  }
  await client.ask('calendar:subscribe', { calendarId: 1 });
  assert.deepEqual(faultsOf(server), []);

  // What is no object, Socket.IO itself does not take.
  const objects = spoilt({ token: 'token-of-ada', project: 1 }).filter((text) => text[0] === '{');
  for (const text of objects) {
    const newcomer = new CalendarClient(server, JSON.parse(text));
    await newcomer.open().catch(() => {});
    newcomer.socket.disconnect();
  }
  assert.deepEqual(faultsOf(server), []);
});

test('no value in a request over HTTP is a fault of the server', async (t) => {
  const server = await startServer(t, { users: { ...USERS } });
  const look = async (place, options) => {
    const { status } = await ask(server, place, options);
    assert.ok(status < 500, `${place} ${options?.body}: ${status}`);
  };
  for (const [place, pack] of PACKS) {
    const texts = spoilt(pack);
    await Promise.all(texts.map((body) => look(place, { method: 'POST', body })));
    if (!place.endsWith('load')) continue;
    await Promise.all(texts.map((text) => look(`${place}?data=${encodeURIComponent(text)}`)));
  }
  assert.deepEqual(faultsOf(server), []);
});
