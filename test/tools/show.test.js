'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { toolStage } = require('../support/tool-stage');

test('show prints a project as it was', async (t) => {
  const { kept, use } = await toolStage(t);
  await kept.close();
  const nameOf = async (...args) =>
    JSON.parse((await use('show', ...args)).said).tasks.rows[0].name;
  assert.equal(await nameOf('--revision=0'), 'Dig');
  assert.equal(await nameOf('--time=2026-03-02T08:00:02Z'), 'Cut');
  assert.equal(await nameOf(), 'Cut');
  const { errors, code } = await use('show', '--revision=7');
  assert.match(errors, /not kept as it was at revision 7 \(ERR_UNKNOWN_REVISION\)\n$/);
  assert.equal(code, 1);
  const both = await use('show', '--revision=1', '--time=2026-03-02T08:00:02Z');
  assert.match(both.errors, /Give a revision or a time, not both \(ERR_INVALID_OPTION\)\n$/);
});
