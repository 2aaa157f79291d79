'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { coreOf, lifeAt } = require('../../lib/project/project-core');
const { resolveOptions } = require('../../lib/options/resolve-options');
const { DIALECTS } = require('../support/dialects');

test('the core of a project goes by the options of the server, and is empty until it is loaded', () => {
  const core = coreOf(7, resolveOptions({ maxPayload: 1024 }), DIALECTS, false);
  assert.equal(core.revision, 0);
  assert.deepEqual(JSON.parse(String(Buffer.concat(core.dataset('data')))).tasks?.rows ?? [], []);
  assert.equal(core.submit(Buffer.alloc(1025, ' '), 'ann', 1).code, 'ERR_MESSAGE_TOO_LARGE');
});

test('what is told to who keeps no connection begins behind all that another life has told, unless it is kept', () => {
  const told = (isKept) => Number(coreOf(7, resolveOptions({}), DIALECTS, isKept).toldNumber);
  const now = lifeAt();
  assert.ok(told(false) >= now);
  // Above those of releases before this one, of which there were fewer.
  assert.ok(now > ((Date.now() - Date.UTC(2020, 0, 1)) / 1000) * 2 ** 20);
  assert.ok(Number.isSafeInteger(now * 2));
  assert.equal(told(true), 0);
});
