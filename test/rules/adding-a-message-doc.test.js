'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { temporaryFolder } = require('../support/temporary-folder');
const { readBlocks } = require('../support/wire-examples');

const ROOT = path.join(__dirname, '..', '..');
const PAGE = 'docs/adding-a-message.md';
const COPIED = ['data', 'docs', 'lib', 'test/rules', 'test/support', 'package.json'];
const LINKED = ['build', 'node_modules', 'prebuilds'];

/**
 * A hunk of a patch: the lines that are there now, and those that take their place.
 *
 * @typedef {{ before: string, after: string }} Hunk
 */

/** @returns {{ file: string, hunks: Hunk[] }[]} the patches of the page */
function readPatches() {
  const page = fs.readFileSync(path.join(ROOT, PAGE), 'utf8');
  return readBlocks(page, 'diff').map(({ lines: [first, ...lines] }) => {
    const hunks = `\n${lines.join('\n')}`.split('\n@@\n').slice(1);
    return { file: first.replace('+++ ', ''), hunks: hunks.map(readHunk) };
  });
}

/** @param {string} text @returns {Hunk} */
function readHunk(text) {
  const lines = text.split('\n').map((line) => [line.slice(0, 1), line.slice(1)]);
  const without = (sign) => lines.filter(([own]) => own !== sign).map(([, line]) => line);
  return { before: without('+').join('\n'), after: without('-').join('\n') };
}

/** @param {import('node:test').TestContext} t @returns {string} a folder with what the test of the protocol needs */
function copyProject(t) {
  const folder = temporaryFolder(t, {});
  for (const name of COPIED)
    fs.cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  for (const name of LINKED.filter((one) => fs.existsSync(path.join(ROOT, one))))
    fs.symlinkSync(path.join(ROOT, name), path.join(folder, name));
  return folder;
}

/** @param {string} folder @param {{ file: string, hunks: Hunk[] }} patch */
function apply(folder, { file, hunks }) {
  const place = path.join(folder, file);
  let text = fs.readFileSync(place, 'utf8');
  for (const { before, after } of hunks) {
    assert.equal(text.split(before).length, 2, `${file} has once:\n${before}`);
    text = text.replace(before, () => after);
  }
  fs.writeFileSync(place, text);
}

/** @param {string} folder @returns {{ status: number | null, stdout: string }} what the test of the protocol says there */
function tryProtocol(folder) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env; // Else it reports to this test's own parent.
  const file = path.join(folder, 'test/rules/protocol-doc.test.js');
  const arguments_ = [
    '--test',
    '--test-reporter=tap',
    '--test-name-pattern=docs/protocol.md',
    file,
  ];
  return spawnSync(process.execPath, arguments_, { cwd: folder, env, encoding: 'utf8' });
}

test(`the patches of ${PAGE} make a message that the test of the protocol accepts`, (t) => {
  const [conversation, command, ...others] = readPatches();
  assert.equal(others.length, 0);
  const folder = copyProject(t);

  apply(folder, conversation);
  const before = tryProtocol(folder);
  assert.notEqual(before.status, 0);
  assert.match(before.stdout, /ERR_UNKNOWN_COMMAND/);

  apply(folder, command);
  const after = tryProtocol(folder);
  assert.equal(after.status, 0, after.stdout);
});
