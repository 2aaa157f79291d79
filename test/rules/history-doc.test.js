'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { KeptFile } = require('../support/kept-file');
const { readBlocks } = require('../support/wire-examples');

const ROOT = path.join(__dirname, '..', '..');
const DOCUMENT = fs.readFileSync(path.join(ROOT, 'docs', 'history.md'), 'utf8');

/** The folder `plans` with the history that the page shows, in a folder that has the package. */
async function folderOfThePage(t) {
  const kept = new KeptFile(t);
  await kept.load({ tasksData: [{ id: 1, name: 'Dig' }] });
  await kept.change({ tasks: { updated: [{ id: 1, name: 'Cut' }] } });
  const resources = { added: [{ id: 'r', name: 'Rake' }] };
  await kept.change({ tasks: { added: [{ id: 2, name: 'Rest' }] }, resources });
  await kept.change({ tasks: { updated: [{ id: 1, name: 'Mow' }] } }, 'bob');
  await kept.close();
  const plans = path.join(kept.folder, 'plans');
  fs.mkdirSync(plans);
  fs.renameSync(kept.file, path.join(plans, 'journal.db'));
  fs.writeFileSync(path.join(plans, 'garden.json'), '{}');
  const bin = path.join(kept.folder, 'bin');
  fs.mkdirSync(bin);
  const script = `#!/bin/sh\nexec node ${path.join(ROOT, 'server.js')} "$@"\n`;
  fs.writeFileSync(path.join(bin, 'gantt-sync-server'), script, { mode: 0o755 });
  fs.mkdirSync(path.join(kept.folder, 'node_modules'));
  fs.symlinkSync(ROOT, path.join(kept.folder, 'node_modules', 'gantt-sync-server'));
  return { folder: kept.folder, bin };
}

/** The commands of a page, each with the lines that it prints. */
function readCommands() {
  const commands = [];
  for (const { lines } of readBlocks(DOCUMENT, 'console')) {
    for (const line of lines) {
      if (line.startsWith('$ ')) commands.push({ command: line.slice(2), expected: [] });
      else commands.at(-1).expected.push(line);
    }
  }
  return commands;
}

test('docs/history.md: every command prints what the page shows', async (t) => {
  const { folder, bin } = await folderOfThePage(t);
  const env = { ...process.env, PATH: `${bin}:${path.dirname(process.execPath)}:/usr/bin:/bin` };
  const commands = readCommands();
  assert.ok(commands.length > 8);
  for (const { command, expected } of commands) {
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: folder, env });
    const lines = `${stdout}${stderr}`.split('\n').slice(0, -1);
    const shown = lines.map((line, i) => {
      const [before, after] = (expected[i] ?? '').split('…');
      return after !== undefined && line.startsWith(before) ? expected[i] : line;
    });
    assert.deepEqual(shown, expected, command);
  }
});

test('docs/history.md: the programs print what the page shows', async (t) => {
  const programs = readBlocks(DOCUMENT, 'js');
  const outputs = readBlocks(DOCUMENT, 'text');
  assert.equal(programs.length, outputs.length);
  for (const [i, { lines }] of programs.entries()) {
    const { folder } = await folderOfThePage(t);
    const file = path.join(folder, 'program.mjs');
    fs.writeFileSync(file, lines.join('\n').replace('9000', '0'));
    const { stdout, stderr } = spawnSync(process.execPath, [file], { cwd: folder });
    assert.equal(String(stdout), `${outputs[i].lines.join('\n')}\n`, String(stderr));
  }
});
