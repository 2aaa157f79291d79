'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { Duplex } = require('node:stream');
const { test } = require('node:test');
const { hangUp } = require('../../lib/net/hang-up');

/** A socket that keeps what is written, and whose other side never closes. */
function openSocket() {
  const written = [];
  const socket = new Duplex({
    read() {},
    write(chunk, _encoding, done) {
      written.push(chunk);
      done();
    },
  });
  return { socket, text: () => Buffer.concat(written).toString() };
}

/** All that somebody is told who is refused, line by line. */
async function told(...refusal) {
  const { socket, text } = openSocket();
  hangUp(socket, ...refusal);
  await once(socket, 'close');
  return text().split('\r\n');
}

test('who is refused is told the status and the code, and is not waited for', async () => {
  const body = '{"code":"ERR_FORBIDDEN","message":"The user may not see the project."}';
  assert.deepEqual(await told(403, 'ERR_FORBIDDEN'), [
    'HTTP/1.1 403 Forbidden',
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ]);
});

test('without a code there is no body', async () => {
  const lines = ['HTTP/1.1 503 Service Unavailable', 'Connection: close', '', ''];
  assert.deepEqual(await told(503), lines);
});

test('who is refused for a login is told how to log in, and when to try again', async () => {
  assert.ok((await told(401, 'ERR_UNAUTHORIZED')).includes('WWW-Authenticate: Bearer'));
  assert.ok((await told(429, 'ERR_TOO_MANY_ATTEMPTS', 1001)).includes('Retry-After: 2'));
});

test('a socket that takes nothing any more is destroyed', () => {
  const { socket, text } = openSocket();
  socket.end();
  hangUp(socket, 403, 'ERR_FORBIDDEN');
  assert.equal(socket.destroyed, true);
  assert.equal(text(), '');
});
