'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const text = require('../../lib/options/text-options');
const { temporaryFolder } = require('../support/temporary-folder');

test('a name is written with hyphens, and in the environment in capitals', () => {
  assert.equal(text.hyphenated('autoSaveIntervalMins'), 'auto-save-interval-mins');
  assert.equal(text.environmentName('autoSaveIntervalMins'), 'GANTT_AUTO_SAVE_INTERVAL_MINS');
  assert.equal(text.environmentName('port'), 'GANTT_PORT');
});

test('text gives all options but code', () => {
  for (const name of ['logger', 'server', 'onChange']) {
    assert.ok(!text.TEXT_OPTIONS.includes(name), name);
  }
  for (const name of ['port', 'users', 'debug']) assert.ok(text.TEXT_OPTIONS.includes(name), name);
  assert.deepEqual(
    text.TEXT_OPTIONS.filter(text.isSwitch).sort(),
    ['compressHttp', 'debug', 'fastPath', 'guests', 'perMessageDeflate', 'socketio'].sort(),
  );
});

test('a plain number is of the unit of the command line, a text with a unit is of that', () => {
  assert.equal(text.readText('resetDelay', '90'), 90_000);
  assert.equal(text.readText('resetDelay', '90ms'), 90);
  assert.equal(text.readText('authTimeout', '90'), 90);
  assert.equal(text.readText('port', '81'), 81);
  assert.equal(text.readText('debug', 'false'), false);
  assert.throws(() => text.readText('port', 'http'), { code: 'ERR_INVALID_OPTION' });
});

test('a structure is what the JSON file of that path holds', (t) => {
  const pem = '-----BEGIN CERTIFICATE-----';
  const files = { 'users.json': { ada: { token: 'x' } }, 'list.json': [], 'cert.pem': pem };
  const folder = temporaryFolder(t, { ...files, 'broken.json': '{"a":' });
  const read = (name, file) => text.readText(name, path.join(folder, file));
  assert.deepEqual(read('users', 'users.json'), files['users.json']);
  assert.equal(text.readText('tls', 'false'), false);
  assert.throws(() => read('users', 'list.json'), { code: 'ERR_INVALID_OPTION' });
  assert.throws(() => read('tls', 'cert.pem'), /takes a JSON file, such as .* is itself PEM text/);
  assert.throws(() => read('users', 'broken.json'), { code: 'ERR_INVALID_DATA_FILE' });
  assert.throws(() => read('users', 'none.json'), { code: 'ERR_DATA_FILE_NOT_READ' });
});
