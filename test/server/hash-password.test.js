'use strict';

const assert = require('node:assert/strict');
const { PassThrough, Readable } = require('node:stream');
const { test } = require('node:test');
const { passwordFits } = require('../../lib/access/passwords');
const { hashGivenPassword } = require('../../lib/server/hash-password');

test('a password that is piped in ends with its line, and keeps everything else', async () => {
  for (const end of ['', '\n', '\r\n']) {
    const hash = await hashGivenPassword(Readable.from([` pass wörd ${end}`]), new PassThrough());
    assert.ok(await passwordFits(' pass wörd ', hash));
  }
});

test('on a terminal it is asked for, and not shown', async () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true, setRawMode() {} });
  const prompt = new PassThrough();
  const hashed = hashGivenPassword(/** @type {any} */ (terminal), prompt);
  terminal.write('secret\r');
  assert.ok(await passwordFits('secret', await hashed));
  assert.equal(String(prompt.read()), 'Password: \n');
});

test('no password is refused', async () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true, setRawMode() {} });
  terminal.end();
  for (const input of [Readable.from(['\n']), Readable.from([]), terminal]) {
    const hashed = hashGivenPassword(/** @type {any} */ (input), new PassThrough());
    await assert.rejects(hashed, { code: 'ERR_INVALID_OPTION' });
  }
});
