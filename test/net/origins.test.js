'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { text } = require('node:stream/consumers');
const { test } = require('node:test');
const { WebSocket } = require('ws');
const { Origins, asOrigin } = require('../../lib/net/origins');
const { connect, startServer } = require('../support/test-server');

/** What becomes of a request with these headers: `open`, or the status and the code that refuse it. */
async function visit(t, server, headers, path = '') {
  const socket = new WebSocket(`${server.address}${path}`, { headers });
  t.after(() => socket.terminate());
  socket.on('error', () => {});
  const open = once(socket, 'open').then(() => 'open');
  const refused = once(socket, 'unexpected-response').then(async ([, response]) => {
    const body = await text(response);
    return `${response.statusCode} ${JSON.parse(body).code}`;
  });
  open.catch(() => {});
  refused.catch(() => {});
  return Promise.race([open, refused]);
}

const REFUSED = '403 ERR_FORBIDDEN_ORIGIN';

test('a page of another host may not connect, and the log says which option lets it in', async (t) => {
  const server = await startServer(t);
  for (const path of ['', '/gantt-sync?project=1']) {
    assert.equal(await visit(t, server, { Origin: 'https://evil.example' }, path), REFUSED);
  }
  const lines = server.logged.filter((line) => line.includes('evil'));
  assert.equal(lines.length, 2);
  assert.match(
    lines[0],
    /^warn: A page of "https:\/\/evil\.example" \(127\.0\.0\.1\) was refused a connection to "127\.0\.0\.1:\d+": .*\(ERR_FORBIDDEN_ORIGIN\): see the option origins/,
  );
});

test('who is no browser, or comes from the host itself, may connect', async (t) => {
  const server = await startServer(t);
  await connect(t, server);
  const Host = 'plan.example';
  for (const headers of [
    { Host, Origin: 'https://plan.example' },
    { Host: 'PLAN.example:8080', Origin: 'http://plan.example' },
    { Origin: 'http://localhost:5173' },
    { Host: 'localhost:8080', Origin: 'http://127.0.0.1:3000' },
    { Host: '[::1]:8080', Origin: 'http://app.localhost' },
  ]) {
    assert.equal(await visit(t, server, headers), 'open', JSON.stringify(headers));
  }
  for (const headers of [
    { Host, Origin: 'https://plan.example.evil.example' },
    { Host, Origin: 'https://sub.plan.example' },
    { Host, Origin: 'http://localhost:5173' },
    { Host, Origin: 'null' },
    { Host, Origin: '' },
    { Host, Origin: 'https://plan.example, https://evil.example' },
    { Host, 'X-Forwarded-Host': 'evil.example', Origin: 'https://evil.example' },
    { Origin: 'https://localhost.evil.example' },
    { Origin: 'https://127.0.0.1.evil.example' },
    { Origin: 'null' },
  ]) {
    assert.equal(await visit(t, server, headers), REFUSED, JSON.stringify(headers));
  }
});

test('an old browser names its page in a header of its own', async (t) => {
  const server = await startServer(t);
  const headers = { 'Sec-WebSocket-Version': '8', 'Sec-WebSocket-Origin': 'https://evil.example' };
  assert.equal(await visit(t, server, headers), REFUSED);
});

test('a list of origins has those that may connect, and no others', async (t) => {
  const server = await startServer(t, {
    origins: ['https://Plan.example:443/', 'capacitor://localhost', 'null'],
  });
  await connect(t, server);
  for (const Origin of ['https://plan.example', 'capacitor://localhost', 'null']) {
    assert.equal(await visit(t, server, { Origin }), 'open', Origin);
  }
  const others = [
    'http://plan.example',
    'https://plan.example:8443',
    'http://127.0.0.1',
    'file://',
  ];
  for (const Origin of others) assert.equal(await visit(t, server, { Origin }), REFUSED, Origin);
  const open = await startServer(t, { origins: '*' });
  for (const Origin of ['https://evil.example', 'null', 'x y']) {
    assert.equal(await visit(t, open, { Origin }), 'open', Origin);
  }
});

test('the host that a trusted proxy was asked for is the server’s own, and that of nobody else', async (t) => {
  const Origin = 'https://plan.example';
  for (const header of [
    { 'X-Forwarded-Host': 'plan.example' },
    { Forwarded: 'for=192.0.2.7;host="plan.example:443"' },
  ]) {
    const headers = { Origin, ...header };
    for (const [trustProxy, expected] of [
      [1, 'open'],
      ['127.0.0.1', 'open'],
      [0, REFUSED],
      ['10.0.0.0/8', REFUSED],
    ]) {
      const server = await startServer(t, { trustProxy });
      assert.equal(await visit(t, server, headers), expected, `${trustProxy}`);
    }
  }
});

test('an origin has one form, and what has a path or no scheme is none', () => {
  const forms = [
    ['https://Plan.Example:443/', 'https://plan.example'],
    ['http://plan.example:8080', 'http://plan.example:8080'],
    ['HTTP://[::1]:80', 'http://[::1]'],
    ['capacitor://localhost', 'capacitor://localhost'],
    ['*', '*'],
    ['null', 'null'],
    ['plan.example', undefined],
    ['https://plan.example/app', undefined],
    ['https://*.example', undefined],
    ['https://user@plan.example', undefined],
    ['https://', undefined],
    ['', undefined],
  ];
  assert.deepEqual(
    forms.map(([given]) => [given, asOrigin(given)]),
    forms,
  );
});

test('a request without a host is that of no page', () => {
  const origins = new Origins();
  for (const hosts of [[''], [], ['a b'], ['//']]) {
    assert.equal(origins.admits('https://plan.example', hosts), false);
    assert.equal(origins.admits(undefined, hosts), true);
  }
});
