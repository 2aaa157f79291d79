'use strict';

const { WebSocket } = require('ws');
const { startServer } = require('../support/test-server');
const { within } = require('../support/within');

/** The package, which is made of ES modules. */
const core = () => import('../../client/src/core/index.js');

/**
 * A project of the package that is loaded, and what it says: `next(event)` waits for the next of that name.
 *
 * @param {import('node:test').TestContext} t
 * @param {{address: string}} server
 * @param {object} [options]
 */
async function openClient(t, server, options = {}) {
  const project = await makeClient(t, server, options);
  await within(project.open(), 'project');
  return project;
}

/** The same, not yet opened. */
async function makeClient(t, server, options = {}) {
  const { SyncProject } = await core();
  const usual = { url: server.address, project: 1, retryDelay: () => 0, WebSocket };
  const project = new SyncProject({ ...usual, ...options });
  t.after(() => project.close());
  return Object.assign(project, { next: (name) => within(nextOf(project, name), name) });
}

function nextOf(project, name) {
  return new Promise((resolve) => {
    const off = project.on(name, (detail) => {
      off();
      resolve(detail);
    });
  });
}

/** The names of the tasks that a client has, in the order of their ids. */
const names = (project) =>
  project.records
    .all('tasks')
    .map(({ name }) => name)
    .sort();

/** A change that adds a task. */
const adding = (name) => ({ tasks: { added: [{ name }] } });

/** A change that renames a task. */
const renaming = (id, name) => ({ tasks: { updated: [{ id, name }] } });

module.exports = { adding, core, makeClient, names, openClient, renaming, startServer, within };
