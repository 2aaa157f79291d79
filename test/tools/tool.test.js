'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const { test } = require('node:test');
const { projectOf, readArguments, toolHelp } = require('../../lib/tools/tool');
const { runServer } = require('../support/child-process');
const { temporaryFolder } = require('../support/temporary-folder');
const { runTool } = require('../support/tool-stage');

test('what is wrong with the options is said in one line', async (t) => {
  const wrong = async (...args) => (await runTool(...args)).errors;
  assert.match(await wrong('history'), /give --data FOLDER or --storage sqlite:FILE/);
  assert.match(
    await wrong('history', '--dta=x'),
    /history has no option "dta": did you mean "--data"/,
  );
  assert.match(await wrong('check', '--data'), /Option "data" needs a value/);
  assert.match(await wrong('check', '--storage=memory'), /What is in memory has no history/);
  assert.match(await wrong('chek'), /did you mean "check"/);
  assert.match(
    await wrong('check', '--data=/no/such'),
    /\/no\/such\/journal\.db: there is no such file/,
  );
  const folder = temporaryFolder(t);
  for (const tool of [['restore', '--revision=0'], ['forget', '--user=ann'], ['history']]) {
    const { code, errors } = await runTool(...tool, '--data', folder);
    assert.equal(code, 1);
    assert.match(errors, /journal\.db: there is no such file \(ERR_STORAGE_FAILED\)\n$/);
  }
  assert.deepEqual(fs.readdirSync(folder), []);
  const server = runServer(t, ['chek']);
  assert.equal(await server.ended, 2);
});

const TOOL = {
  summary: 'Does it',
  options: { to: { value: 'FILE', help: 'a file' }, json: { help: 'JSON' } },
};
const read = (args, env = {}) => ({ ...readArguments('do', TOOL, args, env) });

test('options are read with and without =, and the environment says where unless they do', () => {
  const nowhere = { data: undefined, storage: undefined };
  assert.deepEqual(read(['--to', 'a', '--json']), { ...nowhere, to: 'a', json: 'true' });
  assert.deepEqual(read(['--to=a']), { ...nowhere, to: 'a' });
  const env = { GANTT_DATA: 'plans', GANTT_STORAGE: 'sqlite:a.db' };
  assert.deepEqual(read([], env), { data: 'plans', storage: 'sqlite:a.db' });
  assert.deepEqual(read(['--data=x'], env), { data: 'x', storage: 'sqlite:a.db' });
  for (const args of [['a'], ['--constructor'], ['--too=a']]) {
    assert.throws(() => read(args), { code: 'ERR_UNKNOWN_OPTION' });
  }
  for (const args of [['--to'], ['--to=']])
    assert.throws(() => read(args), { code: 'ERR_INVALID_OPTION' });
});

test('the help has a line for each option', () => {
  const lines = toolHelp('do', TOOL).split('\n');
  assert.equal(lines[0], 'Usage: gantt-sync-server do --data FOLDER [options]');
  assert.ok(lines.includes('Does it.'));
  const named = lines.flatMap((line) => /^ {2}--(\S+)/.exec(line)?.[1] ?? []);
  assert.deepEqual(named, ['data', 'storage', 'to', 'json', 'help']);
});

test('a project need not be named where there is one alone', async () => {
  const of = (...ids) => ({ projects: async () => ids.map((id) => ({ id })) });
  assert.equal(await projectOf(of('1', '2'), { project: '7' }), '7');
  assert.equal(await projectOf(of('x'), {}), 'x');
  const code = 'ERR_INVALID_OPTION';
  await assert.rejects(projectOf(of('1', 'x'), {}), { code, message: /the file has "1", "x"/ });
  await assert.rejects(projectOf(of(), {}), { code, message: /the file has none/ });
});
