'use strict';

const { isObject } = require('../base/is-object');
const { flag, integer, number, time } = require('./option-kinds');

/** @typedef {import('./option-types').Option} Option */

const MEBIBYTE = 1024 * 1024;
const DAY_SECONDS = 86_400;

/**
 * Limits and performance.
 *
 * @satisfies {Record<string, Option>}
 */
const LIMIT_OPTIONS = {
  maxPayload: {
    kind: integer(1024, 512 * MEBIBYTE),
    default: 16 * MEBIBYTE,
    help: 'bytes of the longest message of who is logged in',
  },
  perMessageDeflate: {
    kind: { ...flag(), read: (value) => (isObject(value) ? value : flag().read(value)) },
    default: false,
    help: 'compress messages of 1 KiB or more: less traffic, more work',
  },
  maxConnections: {
    kind: integer(1),
    default: 10_000,
    help: 'connections at one time; more are turned away',
  },
  maxMessagesPerSecond: {
    kind: number(0, 1e9),
    default: 10_000,
    help: 'a connection that sends more is read more slowly; 0: no limit',
  },
  maxBufferedBytes: {
    kind: integer(1024),
    default: 16 * MEBIBYTE,
    help: 'a connection with more bytes still unsent is cut off',
  },
  maxTotalBufferedBytes: {
    kind: integer(MEBIBYTE),
    default: 256 * MEBIBYTE,
    help: 'bytes of messages that are not whole yet, of all connections together',
  },
  maxTotalUnsentBytes: {
    kind: integer(MEBIBYTE),
    default: 1024 * MEBIBYTE,
    help: 'bytes that are still unsent, of all connections together',
  },
  fastPath: {
    kind: flag(),
    default: true,
    help: "read and write past ws and Node's streams and heads where that is faster; false: never",
  },
  maxLogRevisions: {
    kind: integer(1),
    help: 'revisions that a project remembers (default: 10000)',
  },
  maxLogBytes: {
    kind: integer(1),
    help: 'bytes of revisions that a project remembers (default: 16777216)',
  },
  maxProjectBytes: {
    kind: integer(1),
    help: 'bytes of memory that a project may take (default: 536870912)',
  },
  authTimeout: {
    kind: time('s', DAY_SECONDS),
    default: 120,
    help: 'seconds within which a connection must log in; 0: any time',
  },
  pingInterval: {
    kind: time('s', DAY_SECONDS),
    default: 30,
    help: 'seconds between pings; who misses one is cut off; 0: no pings',
  },
};

module.exports = { LIMIT_OPTIONS };
