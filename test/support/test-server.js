'use strict';

const { WebSocketServer } = require('../../lib');
const { OPTIONS } = require('../../lib/options/options');
const { TestClient } = require('./test-client');
const { loggerOf } = require('./test-log');

/** The texts of the old server, which clients compare. */
const LOGIN_REQUIRED = 'Authentication required';
const RIGHTS_REQUIRED = 'Authorization required';
const PROJECT_REQUIRED = 'Project id is required';
const SUBSCRIPTION_REQUIRED = 'Subscription to project is required. Load project first';

/** Three small projects, as the demo users may see them. */
const PROJECTS = Object.freeze([
  { id: 1, name: 'One', source: smallProject('Dig') },
  { id: 2, name: 'Two', source: smallProject('Sow') },
  { id: 3, name: 'Three', source: smallProject('Reap') },
]);

/**
 * @param {string} taskName
 * @returns {object} inline data
 */
function smallProject(taskName) {
  return {
    project: { startDate: '2026-03-02' },
    tasksData: [{ id: 'events-1', name: taskName }],
    versionsData: [{ id: 'versions-1', name: 'First', content: { tasks: 1 } }],
  };
}

/**
 * A server on a free port of this machine, which ends with the test. What it logs is kept in `server.logged`.
 *
 * @param {import('node:test').TestContext} t
 * @param {object} [options] of WebSocketServer
 * @returns {Promise<TestServer>}
 */
async function startServer(t, options = {}) {
  const logged = [];
  const logger = loggerOf(logged);
  const projects = options.data === undefined ? PROJECTS : undefined;
  // Given, so that it does not warn of them.
  const users = { ...OPTIONS.users.default };
  const groups = { ...OPTIONS.groups.default };
  // CI runs the tests with both.
  const fastPath = process.env.GANTT_FAST_PATH !== 'false';
  const usual = { projects, users, groups, host: '127.0.0.1', port: 0, logger, fastPath };
  const server = new WebSocketServer({ ...usual, ...options });
  t.after(() => server.destroy());
  await server.init();
  return Object.assign(server, { logged });
}

/** @typedef {import('../../lib').WebSocketServer & {logged: string[]}} TestServer */

/**
 * A client with an open connection, which ends with the test.
 *
 * @param {import('node:test').TestContext} t
 * @param {{address: string}} server
 * @param {import('ws').ClientOptions} [options]
 * @returns {Promise<TestClient>}
 */
async function connect(t, server, options) {
  const client = new TestClient(server.address, options);
  t.after(() => client.socket.terminate());
  return client.open();
}

/**
 * A client that is logged in and, if a project is given, has loaded it.
 *
 * @param {import('node:test').TestContext} t
 * @param {{address: string}} server
 * @param {string} login password as in the demo users
 * @param {number | string} [project]
 * @returns {Promise<TestClient & {id: string}>}
 */
async function enter(t, server, login, project) {
  const client = await connect(t, server);
  const id = await client.login(login, login);
  if (project !== undefined) await client.load(project);
  return Object.assign(client, { id });
}

/**
 * A change that renames the one task of a small project.
 *
 * @param {number | string} project
 * @param {string} name
 * @param {string} [revision] the client's own number of it
 * @returns {object}
 */
function rename(project, name, revision = 'local-1') {
  const updated = [{ id: 'events-1', name }];
  const changes = { tasks: { updated, $input: { updated } } };
  return { command: 'project_change', data: { project, revisions: [{ revision, changes }] } };
}

module.exports = {
  LOGIN_REQUIRED,
  PROJECT_REQUIRED,
  PROJECTS,
  RIGHTS_REQUIRED,
  SUBSCRIPTION_REQUIRED,
  connect,
  enter,
  rename,
  smallProject,
  startServer,
};
