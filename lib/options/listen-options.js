'use strict';

const http = require('node:http');
const https = require('node:https');
const { isObject } = require('../base/is-object');
const { DIALECTS } = require('../dialects');
const {
  code,
  flag,
  integer,
  origins,
  projectPath,
  proxies,
  structure,
  text,
  urlPath,
} = require('./option-kinds');

/** @typedef {import('./option-types').Option} Option */

const OWN_PATHS = DIALECTS.flatMap(({ path: own }) => own ?? []).join(', ');

/**
 * Ports, paths, protocols, origins, and the logger.
 *
 * @satisfies {Record<string, Option>}
 */
const LISTEN_OPTIONS = {
  port: {
    kind: integer(0, 65_535),
    default: 8080,
    help: 'port to listen on; 0 takes any that is free',
  },
  host: { kind: text('HOST'), help: 'address to listen on (default: all)' },
  path: {
    kind: urlPath(),
    help: `path of the address that clients connect to (default: any); ${OWN_PATHS} always are, too`,
  },
  loadPath: {
    kind: projectPath(),
    default: '/crud/:project/load',
    help: 'path at which a CrudManager loads over HTTP; false: none (default: /crud/:project/load)',
  },
  syncPath: {
    kind: projectPath(),
    default: '/crud/:project/sync',
    help: 'path at which a CrudManager syncs over HTTP; false: none (default: /crud/:project/sync)',
  },
  tokenCookie: {
    kind: text('NAME'),
    help: 'name of the cookie that has the token of a request over HTTP (default: none)',
  },
  compressHttp: {
    kind: flag(),
    default: false,
    help: 'compress answers over HTTP, with brotli or gzip: less traffic, more work',
  },
  origins: {
    kind: origins(),
    help: "pages of which origins may connect (default: those of the server's own host); *: all, null: files",
  },
  trustProxy: {
    kind: proxies(),
    default: 0,
    help: 'how many proxies in front are believed whom a request is from, or which',
  },
  debug: { kind: flag(), default: false, help: 'log commands and changes, too' },
  socketio: {
    kind: flag(),
    default: false,
    help: 'speak Socket.IO at /socket.io/, too; needs the package socket.io',
  },
  tls: {
    kind: structure('an object with key and cert, or false', (v) => v === false || isObject(v)),
    help: '{"key", "cert"}: PEM text or paths (default: cert/key.pem and cert/cert.pem if there)',
  },
  server: {
    kind: code('an HTTP or HTTPS server of node', isHttpServer),
    help: "the caller's own server, for an application that has one; port, host and tls are its own",
  },
  logger: {
    kind: code('an object with debug, info, warn and error', isLogger),
    help: 'where the log goes (default: the console)',
  },
};

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isHttpServer(value) {
  return value instanceof http.Server || value instanceof https.Server;
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isLogger(value) {
  const methods = ['debug', 'info', 'warn', 'error'];
  const logger = /** @type {Record<string, unknown>} */ (value);
  return isObject(value) && methods.every((method) => typeof logger[method] === 'function');
}

module.exports = { LISTEN_OPTIONS };
