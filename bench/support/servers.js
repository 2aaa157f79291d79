'use strict';

const { BareHttp } = require('../baselines/bare-http');
const { EpollRelay } = require('../baselines/epoll-relay');
const { Plain } = require('../baselines/plain');
const { Relay } = require('../baselines/relay');
const { SocketIoEcho } = require('../baselines/socketio-echo');
const { dataFile } = require('./workload');

const GROUPS = { anonymous: { projects: '*', reset: true } };
const quiet = { debug() {}, info() {}, warn() {}, error: (message) => console.error(message) };

/**
 * @typedef {object} ServerPlan
 * @property {'ours' | 'ours-over-ws' | 'relay' | 'plain' | 'bare' | 'limit' | 'echo'} kind
 * @property {number} [projects] how many, numbered from 1
 * @property {number} [tasks] of each project
 * @property {'tree' | 'wide'} [shape] of their tasks
 * @property {boolean} [deflate]
 * @property {boolean} [socketio] does ours speak that, too?
 * @property {string} [storage] of ours: the file in which its projects are kept
 */

/**
 * @param {ServerPlan} plan
 * @returns {Promise<{port: number, server: object}>}
 */
async function startServer({
  kind,
  projects: count = 1,
  deflate = false,
  storage,
  socketio = false,
  ...size
}) {
  if (kind === 'relay') {
    const server = new Relay({ perMessageDeflate: deflate });
    return { port: await server.start(), server };
  }
  if (kind === 'limit') {
    const server = new EpollRelay();
    return { port: await server.start(), server };
  }
  if (kind === 'bare') {
    const server = new BareHttp();
    return { port: await server.start(), server };
  }
  if (kind === 'echo') {
    const server = new SocketIoEcho();
    return { port: await server.start(), server };
  }
  const source = dataFile({ tasks: 1000, ...size });
  const projects = Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    name: `Project ${index + 1}`,
    source,
  }));
  if (kind === 'plain') {
    const options = { projects, users: {}, groups: GROUPS, perMessageDeflate: deflate };
    const server = new Plain(options);
    return { port: await server.start(), server };
  }
  // Required only here: the baselines run where the addon is not built.
  const { WebSocketServer } = require('../../lib');
  const { CountedStorage } = require('./counted-storage');
  const counted = storage && new CountedStorage(storage);
  const server = new WebSocketServer({
    projects,
    users: {},
    groups: GROUPS,
    perMessageDeflate: deflate,
    fastPath: kind === 'ours',
    host: '127.0.0.1',
    port: 0,
    // One connection of the driver may do the work of many people.
    maxMessagesPerSecond: 1e9,
    logger: quiet,
    socketio,
    ...(counted ? { storage: counted } : {}),
  });
  await server.init();
  return { port: server.port, server: counted ? { takeCommits: () => counted.take() } : server };
}

module.exports = { startServer };
