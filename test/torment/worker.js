'use strict';

// A program whose server is in a worker, which is ended in the middle of whatever it does. It ends with 0 when that never
// ended the program itself.

const { once } = require('node:events');
const { isMainThread, parentPort, Worker } = require('node:worker_threads');
const { WebSocket } = require('ws');
const { Random } = require('../support/random');

const WORKERS = 8;
const LONGEST_LIFE_MS = 60;

const TASKS = Array.from({ length: 20_000 }, (_, i) => ({ id: `t${i}`, name: 'task' }));
const CHANGE = JSON.stringify({
  command: 'project_change',
  data: {
    project: 1,
    revisions: [{ revision: 1, changes: { tasks: { updated: TASKS.slice(0, 5000) } } }],
  },
});

async function serve() {
  const { WebSocketServer } = require('../../lib');
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    projects: [{ id: 1, name: 'One', source: { tasksData: TASKS } }],
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  await server.init();
  parentPort.postMessage(server.address);
  // The next data are on their way whenever the end comes.
  for (;;) await server.resetDataSet(1);
}

async function attack() {
  const random = new Random(Number(process.argv[2]));
  for (let i = 0; i < WORKERS; i++) {
    const worker = new Worker(__filename);
    const [address] = await once(worker, 'message');
    const client = new WebSocket(address);
    client.on('error', () => {});
    client.on('open', () => {
      client.send(JSON.stringify({ command: 'login', data: { login: 'Worker' } }));
      client.send(JSON.stringify({ command: 'dataset', data: { project: 1 } }));
      for (let sent = 0; sent < 100; sent++) client.send(CHANGE);
    });
    await new Promise((resolve) => {
      setTimeout(resolve, random.int(LONGEST_LIFE_MS));
    });
    await worker.terminate();
    client.terminate();
  }
}

if (isMainThread) void attack();
else void serve();
