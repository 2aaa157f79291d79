'use strict';

const { connect } = require('./test-server');

/** One with a token, one without. */
const USERS = {
  admin: { password: 'admin', token: 'key of admin', group: 'admin', avatar: '/a.png' },
  alex: { password: 'alex', group: 'user' },
};

/**
 * A client of the dialect `sync` that has got its `init`.
 *
 * @param {import('node:test').TestContext} t
 * @param {{address: string}} server
 * @param {Record<string, string | number>} [query]
 * @param {import('ws').ClientOptions} [options]
 * @returns {Promise<import('./test-client').TestClient & {id: string, init: any, return: Record<string, string>}>} `return`: the
 *   query with which it comes back
 */
async function enterSync(t, server, query = {}, options) {
  const address = `${server.address}/gantt-sync?${new URLSearchParams({ project: 1, ...query })}`;
  const client = await connect(t, { address }, options);
  const { payload } = await client.next();
  const { clientId, resume } = payload;
  return Object.assign(client, {
    id: clientId,
    init: payload,
    return: { clientId, resume },
    drain,
  });
}

/**
 * All that the server has sent up to now: it answers in order.
 *
 * @this {import('./test-client').TestClient}
 * @returns {Promise<any[]>}
 */
async function drain() {
  this.send({ type: 'is that all' });
  const messages = [];
  for (;;) {
    const message = await this.next();
    if (message.type === 'error' && message.payload.message.includes('is that all'))
      return messages;
    messages.push(message);
  }
}

/**
 * A change that renames the one task of a small project.
 *
 * @param {string} name
 * @param {number | string} revision the client's own number of it
 * @param {object} [more] fields of the message
 * @returns {object}
 */
function renameSync(name, revision, more = {}) {
  const payload = { tasks: { added: [], updated: [{ id: 'events-1', name }], removed: [] } };
  return { type: 'changes', payload, revision, ...more };
}

module.exports = { USERS, enterSync, renameSync };
