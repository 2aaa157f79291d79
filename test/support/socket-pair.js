'use strict';

const { once } = require('node:events');
const net = require('node:net');

/**
 * @param {import('node:test').TestContext} t with which both ends are closed
 * @param {net.ServerOpts} [options]
 * @returns {Promise<{socket: net.Socket, client: net.Socket}>} the server's end of a connection, and the other one
 */
async function socketPair(t, options) {
  const server = net.createServer(options).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect(server.address().port, '127.0.0.1');
  const [socket] = await once(server, 'connection');
  t.after(() => {
    for (const end of [client, socket]) end.destroy();
    server.close();
  });
  return { socket, client };
}

module.exports = { socketPair };
