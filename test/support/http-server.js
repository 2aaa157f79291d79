'use strict';

const http = require('node:http');

/**
 * Asks over HTTP.
 *
 * @param {{port: number}} server
 * @param {string} path
 * @param {RequestInit & {json?: unknown}} [options] `json`: a body
 * @returns {Promise<{status: number, headers: Headers, body: any}>}
 */
async function ask({ port }, path, { json, ...options } = {}) {
  const sent = json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { ...sent, ...options });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) };
}

/**
 * A plain server that gives each request to a function, and ends with the test.
 *
 * @param {import('node:test').TestContext} t
 * @param {http.RequestListener} listener
 * @returns {Promise<{port: number, server: http.Server}>}
 */
async function listen(t, listener) {
  const server = http.createServer(listener);
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  return { port: /** @type {import('node:net').AddressInfo} */ (server.address()).port, server };
}

/** The parameter `data` of a load. */
function packed(pack) {
  return `?data=${encodeURIComponent(JSON.stringify(pack))}`;
}

module.exports = { ask, listen, packed };
