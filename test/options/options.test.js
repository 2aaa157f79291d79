'use strict';

const assert = require('node:assert/strict');
const http = require('node:http');
const { test } = require('node:test');
const { OPTIONS } = require('../../lib/options/options');

test('every default is a value that its option takes, and every option says what it is for', () => {
  for (const [name, { kind, default: value, help }] of Object.entries(OPTIONS)) {
    if (value !== undefined) assert.deepEqual(kind.read(value), value, name);
    assert.match(help, /^\S.+[^.]$/, name);
  }
});

test('what is not given hangs on what is: data of one’s own are kept and not reset, groups have no demo users', () => {
  const of = (name, given) => OPTIONS[name].defaultFor(given);
  assert.deepEqual([of('storage', {}), of('storage', { projects: [] })], ['memory', 'memory']);
  assert.match(of('storage', { data: 'plans' }), /^sqlite:plans[\\/]journal\.db$/);
  const own = [{ data: 'plans' }, { projects: [] }, { storage: 'sqlite:a.db' }];
  assert.deepEqual(
    [{}, { storage: 'memory' }, ...own].map((given) => of('resetDelay', given)),
    [1_800_000, 1_800_000, 0, 0, 0],
  );
  assert.deepEqual(
    [{}, ...own].map((given) => of('guests', given)),
    [true, false, false, false],
  );
  assert.deepEqual(Object.keys(of('users', {})), ['admin', 'alex', 'ben']);
  assert.deepEqual(of('users', { groups: {} }), {});
});

test('a server is one of Node’s, and a logger has four methods', () => {
  const server = http.createServer();
  assert.equal(OPTIONS.server.kind.read(server), server);
  assert.equal(OPTIONS.server.kind.read({ listen() {} }), undefined);
  assert.equal(OPTIONS.logger.kind.read(console), console);
  const { debug: _, ...less } = { debug() {}, info() {}, warn() {}, error() {} };
  assert.equal(OPTIONS.logger.kind.read(less), undefined);
});
