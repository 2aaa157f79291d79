'use strict';

const assert = require('node:assert/strict');
const os = require('node:os');
const { test } = require('node:test');

/** serverUrl() on a machine with these addresses. */
function urlOn(t, addresses, ...call) {
  t.mock.method(os, 'networkInterfaces', () => addresses);
  const file = require.resolve('../../lib/server/address');
  delete require.cache[file];
  const { serverUrl } = require(file);
  delete require.cache[file];
  return serverUrl(...call);
}

const LOCAL = { lo: [{ address: '127.0.0.1', family: 'IPv4', internal: true }] };
const NETWORK = {
  ...LOCAL,
  none: undefined,
  eth0: [
    { address: 'fe80::1', family: 'IPv6', internal: false },
    { address: '192.0.2.7', family: 'IPv4', internal: false },
    { address: '192.0.2.8', family: 'IPv4', internal: false },
  ],
};

test('a server with a host is reached by that', (t) => {
  assert.equal(urlOn(t, NETWORK, 'ws', 'plan.example', 80), 'ws://plan.example:80');
  assert.equal(urlOn(t, NETWORK, 'wss', '127.0.0.1', 443), 'wss://127.0.0.1:443');
  assert.equal(urlOn(t, NETWORK, 'ws', '::1', 80), 'ws://[::1]:80');
});

test('one that listens on all addresses is reached by the first that others can reach, else by localhost', (t) => {
  for (const host of [undefined, '0.0.0.0', '::']) {
    assert.equal(urlOn(t, NETWORK, 'ws', host, 80), 'ws://192.0.2.7:80');
    assert.equal(urlOn(t, LOCAL, 'ws', host, 80), 'ws://localhost:80');
  }
});
