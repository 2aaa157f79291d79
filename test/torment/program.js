'use strict';

// A program that embeds the server as the README shows, with what the command line cannot give: hooks, and an HTTP server on
// which another WebSocket server listens. Its one argument is the world: options as the command line takes them.

const fs = require('node:fs');
const { createServer } = require('node:http');
const { setTimeout: pause } = require('node:timers/promises');
const { WebSocketServer: OtherServer } = require('ws');
const { WebSocketServer } = require('../../lib');
const { HOME, OTHER_PATH, SILENT_TOKEN, SLOW, THINKING_MS, VETOED } = require('./world');

const { data, users, groups, ...limits } = JSON.parse(process.argv[2]);
const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const camelCase = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

const OF_THE_SERVER = ['/', '/gantt-sync'];
const http = createServer((_request, response) => response.end('the application'));
const other = new OtherServer({ noServer: true });
http.on('upgrade', (request, socket, head) => {
  const [path] = request.url.split('?', 1);
  if (OF_THE_SERVER.includes(path)) return;
  if (!path.startsWith(OTHER_PATH)) {
    socket.destroy();
    return;
  }
  other.handleUpgrade(request, socket, head, (webSocket) => {
    webSocket.on('error', () => {});
    webSocket.on('message', (message) => webSocket.send(message, { binary: false }));
  });
});

const server = new WebSocketServer({
  server: http,
  data,
  users: readJson(users),
  groups: readJson(groups),
  ...Object.fromEntries(Object.entries(limits).map(([name, value]) => [camelCase(name), value])),
  perMessageDeflate: true,
  pingInterval: 10,
  authTimeout: 10,
  beforeChange({ bytes, project }) {
    if (project === HOME) return undefined;
    if (bytes.includes(VETOED)) return 'no';
    return bytes.includes(SLOW) ? pause(THINKING_MS) : undefined;
  },
  verifyToken: (token) => (token === SILENT_TOKEN ? new Promise(() => {}) : undefined),
});
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    http.close();
    http.closeAllConnections();
    other.close();
    void server.destroy();
  });
}
http.listen(0, '127.0.0.1', async () => {
  await server.init();
  console.log(`listening on ws://127.0.0.1:${server.port}`);
});
