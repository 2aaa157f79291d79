'use strict';

const http = require('node:http');
const { codedError, codedTypeError, ERROR_CODES } = require('../../base/errors');
const { frameLimits } = require('../../net/frame-limits');
const { networkOf } = require('../../net/peer-address');
const { parserOf } = require('./packets');
const { WireSocket } = require('./wire-socket');

/** @typedef {import('node:http').IncomingMessage} IncomingMessage */
/** @typedef {import('../../session/dialect').Dialect} Dialect */
/** @typedef {import('../../session/dialect').Transport} Transport */
/** @typedef {import('../../session/dialect').TransportOptions} TransportOptions */
/** @typedef {import('../../session/dialect').TransportParts} TransportParts */

const PATH = '/socket.io/';
const CONNECT_PATIENCE_MS = 10_000;
// An ended connection waits this long for the next long-polling request.
const CLOSE_PATIENCE_MS = 1000;
// The ping interval if the server sends no pings. A client adds the interval and the timeout, and a timer of more than
// 31 bits of milliseconds fires immediately.
const NEVER_MS = (2 ** 31 - 2) / 2;

/**
 * Runs the real Socket.IO on the port of the server; it is loaded only with the option. It transports events; the
 * dialect handles them.
 *
 * @param {Dialect} dialect
 * @param {TransportOptions} options
 * @param {TransportParts} parts
 * @param {{change: string, subscribe: string}} names of events
 * @returns {Transport | undefined} undefined without the option
 * @throws {TypeError} if socket.io is not installed
 */
function transportOf(dialect, options, parts, names) {
  if (!options.socketio) return undefined;
  const { Server, place } = load();
  const pingMs = options.pingInterval > 0 ? options.pingInterval * 1000 : NEVER_MS;
  const io = new Server({
    path: PATH,
    parser: parserOf(place),
    serveClient: false,
    connectTimeout: CONNECT_PATIENCE_MS,
    pingInterval: pingMs,
    pingTimeout: pingMs,
    maxHttpBufferSize: frameLimits(options.maxPayload, false).maxPayload,
    // Pages of other origins are refused before.
    cors: { origin: true, credentials: true },
    allowRequest: (/** @type {IncomingMessage} */ request, /** @type {Function} */ decide) => {
      // Those that have not logged in yet take room, too.
      const refusal = parts.screen(request, io.engine.clientsCount - io.of('/').sockets.size);
      decide(refusal?.code ?? null, refusal === undefined);
    },
  });
  // The port of the server passes requests to it.
  io.attach(http.createServer());
  io.engine.on('connection', (/** @type {any} */ { transport }) => {
    if (transport.closeTimeout) transport.closeTimeout = CLOSE_PATIENCE_MS;
  });
  // Each socket is a connection of this server, but Socket.IO multiplexes many over one of its own.
  const taken = new WeakSet();
  io.use((/** @type {any} */ socket, /** @type {(error?: Error) => void} */ next) => {
    const { conn } = socket;
    if (taken.has(conn)) {
      next(refusalOf({ code: 'ERR_TOO_MANY_LOGINS' }));
      return;
    }
    taken.add(conn);
    logIn(socket, parts).then(
      () => next(),
      (error) => {
        taken.delete(conn);
        next(error);
      },
    );
  });
  io.on('connection', (/** @type {any} */ socket) => {
    socket.once('disconnect', () => taken.delete(socket.conn));
    const { visitor, address } = socket.data;
    parts.accept(new WireSocket(socket, names), address, { dialect, visitor });
  });
  return {
    path: PATH,
    handles: (path) => path === PATH || `${path}/` === PATH,
    request: (request, response) => io.engine.handleRequest(request, response),
    upgrade: (request, socket, head) => io.engine.handleUpgrade(request, socket, head),
    close: () => io.close(),
  };
}

/**
 * @param {any} socket of Socket.IO
 * @param {TransportParts} parts
 * @returns {Promise<void>} rejects with the error for the client
 */
async function logIn(socket, { addressOf, identify }) {
  const { auth, headers } = socket.handshake;
  const { request } = socket.client;
  const address = addressOf(request);
  const gone = new AbortController();
  socket.conn.once('close', () => gone.abort());
  const wanted = new URLSearchParams();
  for (const key of ['token', 'userName']) {
    if (typeof auth?.[key] === 'string') wanted.set(key, auth[key]);
  }
  const authorization = wanted.has('token') ? undefined : headers.authorization;
  const caller = { network: networkOf(address), signal: gone.signal };
  const verdict = await identify({ authorization, wanted }, caller);
  if ('code' in verdict) throw refusalOf(verdict);
  socket.data = { visitor: verdict, address };
}

/**
 * @param {{code: string, waitMs?: number}} refused
 * @returns {Error} its message and `data` are sent to the client
 */
function refusalOf({ code, waitMs }) {
  const message = ERROR_CODES[code];
  return Object.assign(codedError(code, message), { data: { code, message, waitMs } });
}

/** @returns {{Server: any, place: string}} */
function load() {
  try {
    return { Server: require('socket.io').Server, place: require.resolve('socket.io') };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    const text = `The option "socketio" needs the package socket.io 4: npm install socket.io (${message})`;
    throw codedTypeError('ERR_INVALID_OPTION', text);
  }
}

module.exports = { transportOf };
