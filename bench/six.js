'use strict';

const { HttpClient } = require('./support/http-client');
const { RawClient, frame } = require('./support/raw-client');
const { mediansInTurn } = require('./support/rounds');
const { ServerHandle } = require('./support/server-handle');
const { LOGIN, datasetRequest, updateMessage } = require('./support/workload');

// What a change costs that subscribers of all six dialects hear of, and a lock over Socket.IO beside a bare echo.

/** @typedef {import('./special').Settings} Settings */

const TASKS = 1000;
const CHANGES = 1500;
const LOCKS = 2000;
const SOCKET_IO_PATH = '/socket.io/?EIO=4&transport=websocket';
const SYNC = '/crud/1/sync';

/** How a raw client of each dialect comes to follow project 1: where, with what, and how it is told that it does, and of a change. */
const WAYS = {
  commands: {
    path: '/',
    says: [LOGIN, datasetRequest(1)],
    enters: '{"command":"dataset"',
    hears: '{"command":"project_change"',
  },
  flat: {
    path: '/',
    says: ['{"command":"login","login":"a"}', '{"command":"dataset","project":1}'],
    enters: '{"command":"dataset"',
    hears: '{"command":"projectChange"',
  },
  sync: {
    path: '/gantt-sync?project=1',
    says: ['{"type":"request_sync"}'],
    enters: '{"type":"sync"',
    hears: '{"type":"changes"',
  },
  calendar: {
    path: '/calendar?project=1',
    says: ['{"type":"load"}'],
    enters: '{"type":"load"',
    hears: '{"type":"sync"',
  },
  socketio: {
    path: SOCKET_IO_PATH,
    says: ['42["calendar:subscribe",{"calendarId":1}]'],
    enters: '42["calendar:load"',
    hears: '42["calendar:update"',
  },
};

const send = (client, message) => client.write(frame(Buffer.from(message)));

/** @returns {Promise<RawClient>} that may speak */
async function open(port, path) {
  const client = await RawClient.open(port, { path });
  if (path !== SOCKET_IO_PATH) return client;
  const connected = client.messageThatBegins('40');
  send(client, '40');
  await connected;
  return client;
}

/** @returns {Promise<RawClient>} that follows project 1 */
async function enter(port, dialect) {
  const { path, says, enters } = WAYS[dialect];
  const client = await open(port, path);
  const entered = client.messageThatBegins(enters);
  for (const message of says) send(client, message);
  await entered;
  return client;
}

/** Six who are told of a change. Who speaks `crud` has to ask, and does so once for each. */
class Six {
  #clients = [];
  #handle;
  /** @type {HttpClient | undefined} */
  #http;
  #names;
  #number = 0;
  #revision = 0;

  /** @param {ServerHandle} handle @param {string[]} names of their dialects, the first of which is the author */
  constructor(handle, names) {
    this.#handle = handle;
    this.#names = names;
  }

  static async open(names) {
    const handle = new ServerHandle();
    const six = new Six(handle, names);
    const { port } = await handle.ask('start', { kind: 'ours', tasks: TASKS, socketio: true });
    for (const name of names.filter((one) => one !== 'crud'))
      six.#clients.push(await enter(port, name));
    if (names.includes('crud')) six.#http = await HttpClient.open(port);
    if (six.#http) await six.#poll('/crud/1/load');
    return six;
  }

  async #poll(path) {
    const pack = { requestId: `p${++this.#number}`, revision: this.#revision };
    const load = path === SYNC ? {} : { stores: [] };
    const { body } = await this.#http.ask('POST', path, {
      body: JSON.stringify({ ...pack, ...load }),
    });
    this.#revision = Number(/"revision":([\d.]+)/.exec(body.toString())[1]);
  }

  /** @returns {Promise<number>} microseconds of the server for one change */
  async changes(count) {
    const before = await this.#handle.cpu();
    for (let i = 0; i < count; i++) {
      const told = this.#clients.map((client, index) =>
        client.messageThatBegins(WAYS[this.#names[index]].hears),
      );
      this.#clients[0].write(frame(updateMessage(this.#number++, { tasks: TASKS })));
      await Promise.all(told);
      if (this.#http) await this.#poll(SYNC);
    }
    return ((await this.#handle.cpu()) - before) / count;
  }

  end() {
    this.#http?.end();
    this.#handle.end();
  }
}

/**
 * A change for six subscribers of six dialects, and for six of one.
 *
 * @param {Settings} settings
 */
async function sixDialects({ rounds, scale, note }) {
  const people = {
    one: Array(6).fill('commands'),
    six: ['commands', 'flat', 'sync', 'calendar', 'socketio', 'crud'],
  };
  const servers = {};
  let results;
  try {
    for (const [name, list] of Object.entries(people)) servers[name] = await Six.open(list);
    const often = Math.ceil(CHANGES * scale);
    results = await mediansInTurn(servers, rounds, (server) => server.changes(often));
  } finally {
    for (const server of Object.values(servers)) server.end();
  }
  note(`six subscribers: one dialect ${results.one.toFixed(1)}, six ${results.six.toFixed(1)} µs`);
  return results;
}

/** @returns {Promise<{handle: ServerHandle, client: RawClient}>} who may lock, or be echoed to */
async function openSocketIo(kind) {
  const handle = new ServerHandle();
  const plan = kind === 'ours' ? { kind, tasks: TASKS, socketio: true } : { kind };
  const { port } = await handle.ask('start', plan);
  const client = kind === 'ours' ? await enter(port, 'socketio') : await open(port, SOCKET_IO_PATH);
  return { handle, client };
}

/** Microseconds of the server for one record that is locked and let go of, each acknowledged. */
async function lockCost({ handle, client }, count) {
  const before = await handle.cpu();
  for (let i = 0; i < count; i++) {
    for (const event of ['lock', 'unlock']) {
      const answered = client.messageThatBegins('431');
      send(client, `421["calendar:${event}",{"type":"tasks","id":${1 + (i % TASKS)}}]`);
      await answered;
    }
  }
  return ((await handle.cpu()) - before) / count;
}

/**
 * A lock and its end, each with its acknowledgement, beside a Socket.IO server that acknowledges at once with as many bytes.
 *
 * @param {Settings} settings
 */
async function locks({ rounds, scale, note }) {
  const servers = { ours: await openSocketIo('ours'), echo: await openSocketIo('echo') };
  let results;
  try {
    const often = Math.ceil(LOCKS * scale);
    results = await mediansInTurn(servers, rounds, (server) => lockCost(server, often));
  } finally {
    for (const { handle } of Object.values(servers)) handle.end();
  }
  note(`a lock and its end: ours ${results.ours.toFixed(1)}, echo ${results.echo.toFixed(1)} µs`);
  return results;
}

module.exports = { locks, sixDialects };
