'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { HOOK_OPTIONS } = require('../../lib/options/hook-options');

test('a hook is a function, and there is none unless it is given', () => {
  for (const [name, { kind, ...rest }] of Object.entries(HOOK_OPTIONS)) {
    const hook = () => {};
    assert.equal(kind.read(hook), hook, name);
    assert.equal(kind.read('hook'), undefined, name);
    assert.equal('default' in rest, false, name);
  }
});
