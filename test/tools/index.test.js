'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { findTool, listTools } = require('../../lib/tools');
const { runTool } = require('../support/tool-stage');

test('each tool has a help of its own, and the help of all names it', async () => {
  const { said: all } = await runTool('--help');
  for (const [name, summary] of listTools()) {
    assert.ok(all.includes(summary), name);
    const { said, code } = await runTool(name, '--help');
    assert.ok(said.startsWith(`Usage: gantt-sync-server ${name} --data FOLDER`), said);
    assert.equal(code, 0);
  }
});

test('a tool is found by its name alone', () => {
  for (const name of ['port=0', '--help', 'constructor', 'History']) {
    assert.equal(findTool([name], {}), undefined, name);
  }
  assert.equal(findTool([], {}), undefined);
  assert.equal(typeof findTool(['check', '--data=x'], {}), 'function');
  assert.throws(() => findTool(['check', '--dta=x'], {}), { code: 'ERR_UNKNOWN_OPTION' });
});
