'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { peerAddress } = require('../../lib/net/peer-address');

test('an IPv4 address is the same on a socket that takes IPv6, too', () => {
  const shown = ['192.0.2.7', '::ffff:192.0.2.7', '2001:db8::7', '::ffff:c000:207', undefined];
  assert.deepEqual(
    shown.map((remoteAddress) => peerAddress({ remoteAddress })),
    ['192.0.2.7', '192.0.2.7', '2001:db8::7', '::ffff:c000:207', ''],
  );
});
