'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { networkOf, peerAddress } = require('../../lib/net/peer-address');

test('an IPv4 address is the same on a socket that takes IPv6, too', () => {
  const shown = ['192.0.2.7', '::ffff:192.0.2.7', '2001:db8::7', '::ffff:c000:207', undefined];
  assert.deepEqual(
    shown.map((remoteAddress) => peerAddress({ remoteAddress })),
    ['192.0.2.7', '192.0.2.7', '2001:db8::7', '::ffff:c000:207', ''],
  );
});

test('an address of IPv6 counts as the network of its first 64 bits', () => {
  const networks = {
    '192.0.2.7': '192.0.2.7',
    '': '',
    '2001:db8::7': '2001:db8:0:0::/64',
    '2001:DB8:0:1:2:3:4:5': '2001:db8:0:1::/64',
    '2001:db8:0:1:ffff::': '2001:db8:0:1::/64',
    '1:2:3:4:5:6:7:8': '1:2:3:4::/64',
    '1:2:3:4:5:6:192.0.2.7': '1:2:3:4::/64',
    '64:ff9b::192.0.2.7': '64:ff9b:0:0::/64',
    'fe80::1%eth0': 'fe80:0:0:0::/64',
    '::1': '0:0:0:0::/64',
  };
  assert.deepEqual(
    Object.fromEntries(Object.keys(networks).map((address) => [address, networkOf(address)])),
    networks,
  );
});
