'use strict';

const { connect } = require('./test-server');

/**
 * A client of the dialect `flat` that is logged in and, if a project is given, has loaded it.
 *
 * @param {import('node:test').TestContext} t
 * @param {{address: string}} server
 * @param {string} login password as in the demo users
 * @param {number | string} [project]
 * @returns {Promise<import('./test-client').TestClient & {id: string}>}
 */
async function enterFlat(t, server, login, project) {
  const client = await connect(t, server);
  client.send({ command: 'login', login, password: login });
  const [{ client: id }] = await client.take(2);
  if (project !== undefined) await client.request({ command: 'dataset', project });
  return Object.assign(client, { id });
}

module.exports = { enterFlat };
