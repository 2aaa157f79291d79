'use strict';

const { createHook } = require('node:async_hooks');

/**
 * How many hashes of passwords are begun from now on, in this process.
 *
 * @param {import('node:test').TestContext} t
 * @returns {{count: number}}
 */
function countHashes(t) {
  const hashes = { count: 0 };
  const hook = createHook({
    init(_id, type) {
      if (type === 'SCRYPTREQUEST') hashes.count += 1;
    },
  });
  hook.enable();
  t.after(() => hook.disable());
  return hashes;
}

module.exports = { countHashes };
