'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Proxies, isNetwork } = require('../../lib/net/proxies');
const { connect, startServer } = require('../support/test-server');

const CLIENT = '192.0.2.7';
const NEAR = '10.0.0.1';
const FAR = '10.0.0.2';

/** Where a request seems to come from that a proxy has sent. */
function seen(trusted, headers, remoteAddress = NEAR) {
  return new Proxies(trusted).addressOf({ socket: { remoteAddress }, headers });
}

const through = (...addresses) => ({ 'x-forwarded-for': addresses.join(', ') });

test('nobody is believed unless that is asked for', () => {
  assert.equal(seen(0, through(CLIENT)), NEAR);
  assert.equal(seen([], through(CLIENT)), NEAR);
});

test('so many proxies are believed, from the nearest on', () => {
  const headers = through('203.0.113.9', CLIENT, FAR);
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((hops) => seen(hops, headers)),
    [NEAR, FAR, CLIENT, '203.0.113.9', '203.0.113.9'],
  );
});

test('of proxies that are listed, what they tell is believed as far as they have it from each other', () => {
  assert.equal(seen([NEAR, FAR], through('203.0.113.9', CLIENT, FAR)), CLIENT);
  assert.equal(seen(['10.0.0.0/8'], through('203.0.113.9', CLIENT, FAR)), CLIENT);
  assert.equal(seen([NEAR], through('203.0.113.9', CLIENT, FAR)), FAR);
  assert.equal(seen(['10.0.0.0/8'], through(FAR), CLIENT), CLIENT);
  assert.equal(seen(['10.0.0.0/8'], through(CLIENT), '::ffff:10.0.0.1'), CLIENT);
  assert.equal(seen(['fd00::/8'], through(CLIENT), 'fd12::1'), CLIENT);
  assert.equal(seen(['fd00::/8'], through(CLIENT), ''), '');
});

test('what is no address ends what is believed', () => {
  for (const odd of ['unknown', '_hidden', '', '300.1.1.1', '192.0.2.7.8', 'localhost']) {
    assert.equal(seen(2, through(CLIENT, odd)), NEAR, odd);
    assert.equal(seen(2, through(odd, FAR)), FAR, odd);
  }
  assert.equal(seen(1, {}), NEAR);
});

test('an address may have a port', () => {
  assert.equal(seen(1, through('192.0.2.7:5000')), CLIENT);
  assert.equal(seen(1, through('[2001:db8::7]:5000')), '2001:db8::7');
  assert.equal(seen(1, through('2001:db8::7')), '2001:db8::7');
  assert.equal(seen(1, through('::ffff:192.0.2.7')), CLIENT);
});

test('the header Forwarded says the same', () => {
  const says = (forwarded) => seen(2, { forwarded });
  assert.equal(says(`for=${CLIENT};proto=https;by=${FAR}, For="${FAR}:80"`), CLIENT);
  assert.equal(says('for="[2001:db8::7]:5000"'), '2001:db8::7');
  assert.equal(says('proto=https'), NEAR);
  assert.equal(says(`for="203.0.113.9, for=${CLIENT}`), CLIENT);
});

test('where both headers are there and differ, the client has written one of them, and neither is believed', () => {
  const forwarded = `for=${CLIENT}`;
  assert.equal(seen(1, { forwarded, ...through(CLIENT) }), CLIENT);
  assert.equal(seen(1, { forwarded, ...through('203.0.113.9') }), NEAR);
  assert.equal(seen(1, { forwarded, ...through('203.0.113.9', CLIENT) }), NEAR);
});

test('an address and a network can be trusted, and nothing else', () => {
  const networks = ['10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8', '0.0.0.0/0'];
  assert.deepEqual(networks.filter(isNetwork), networks);
  const others = ['', 'loopback', '10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/8/8', '10/8'];
  assert.deepEqual(others.filter(isNetwork), []);
});

/** Guesses passwords until the server wants no more, from an address for each guess; answers the last answer. */
async function guess(t, server, addressOf) {
  let last;
  for (let index = 0; index <= 100; index++) {
    const headers = { 'X-Forwarded-For': addressOf(index) };
    const client = await connect(t, server, { headers });
    client.ask('login', { login: `user ${index}`, password: 'guess' });
    last = (await client.next()).error;
    client.socket.terminate();
  }
  return last;
}

const USERS = Object.fromEntries(
  Array.from({ length: 101 }, (_, index) => [`user ${index}`, { password: 'x', group: 'team' }]),
);

test('wrong passwords are counted where they come from, IPv6 by the first 64 bits', async (t) => {
  const options = { users: USERS, groups: { team: { projects: '*' } } };
  const spoof = (index) => `192.0.2.${index}`;
  const cases = [
    [{ trustProxy: 1 }, spoof, /^Wrong username/],
    [{ trustProxy: 1 }, (index) => `2001:db8:0:${index}::7`, /^Wrong username/],
    [{ trustProxy: 1 }, (index) => `2001:db8::${index}`, /ERR_TOO_MANY_ATTEMPTS/],
    [{ trustProxy: 1 }, () => CLIENT, /ERR_TOO_MANY_ATTEMPTS/],
    [{}, spoof, /ERR_TOO_MANY_ATTEMPTS/],
    [{ trustProxy: '10.0.0.0/8' }, spoof, /ERR_TOO_MANY_ATTEMPTS/],
  ];
  for (const [trust, addressOf, expected] of cases) {
    const server = await startServer(t, { ...options, ...trust });
    assert.match(await guess(t, server, addressOf), expected, JSON.stringify(trust));
  }
});

test('the log names the client behind a proxy', async (t) => {
  const server = await startServer(t, { trustProxy: 1 });
  const client = await connect(t, server, { headers: { 'X-Forwarded-For': CLIENT } });
  await client.login('Ada');
  assert.match(server.logged.join('\n'), /"Ada" \(client-\S+, 192\.0\.2\.7\) has logged in/);
});
