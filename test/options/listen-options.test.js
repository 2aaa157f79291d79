'use strict';

const assert = require('node:assert/strict');
const http = require('node:http');
const { test } = require('node:test');
const { LISTEN_OPTIONS } = require('../../lib/options/listen-options');

test('a server is one of Node’s, and a logger has four methods', () => {
  const { logger, server: own } = LISTEN_OPTIONS;
  const server = http.createServer();
  assert.equal(own.kind.read(server), server);
  assert.equal(own.kind.read({ listen() {} }), undefined);
  assert.equal(logger.kind.read(console), console);
  const { debug: _, ...less } = { debug() {}, info() {}, warn() {}, error() {} };
  assert.equal(logger.kind.read(less), undefined);
});

test('the paths of the dialects are always there, and the help says so', () => {
  assert.match(LISTEN_OPTIONS.path.help, /\/gantt-sync, \/calendar always are, too$/);
});
