'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');

const root = path.join(__dirname, '..', '..');

/** @param {string} cwd @param {string} command @param {string[]} args @returns {string} its output */
function run(cwd, command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, `${command} ${args.join(' ')}: ${error ?? ''}${stdout}${stderr}`);
  return stdout;
}

test('The packed package works where it is installed without install scripts', async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gantt package '));
  t.after(() => fs.rmSync(folder, { recursive: true }));

  const [{ filename, files }] = JSON.parse(
    run(root, 'npm', 'pack', '--json', '--loglevel=error', '--pack-destination', folder),
  );
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  const install = ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  run(folder, 'npm', ...install, `./${filename}`);

  await t.test('require gives the server', () => {
    const script =
      "const { WebSocketServer } = require('gantt-sync-server'); console.log(typeof WebSocketServer)";
    assert.equal(run(folder, process.execPath, '-e', script), 'function\n');
  });

  await t.test('import gives the same server', () => {
    const script =
      "import { WebSocketServer } from 'gantt-sync-server'; import { createRequire } from 'node:module';" +
      "const required = createRequire(process.cwd() + '/x.js')('gantt-sync-server');" +
      'console.log(WebSocketServer === required.WebSocketServer)';
    const args = ['--input-type=module', '-e', script];
    assert.equal(run(folder, process.execPath, ...args), 'true\n');
  });

  await t.test('the command line answers', () => {
    const command = path.join(folder, 'node_modules', '.bin', 'gantt-sync-server');
    const { version } = require('../../package.json');
    assert.ok(run(folder, command, '--version').includes(version));
  });

  await t.test(
    'it holds the type declarations, the sources and the demo data, and no tests',
    () => {
      const names = files.map((file) => file.path);
      for (const name of [
        'types/lib/index.d.ts',
        'types/lib/index.d.mts',
        'src/CMakeLists.txt',
        'LICENSE',
      ]) {
        assert.ok(names.includes(name), name);
      }
      assert.deepEqual(
        names.filter((name) => name.startsWith('test/')),
        [],
      );
    },
  );
});
