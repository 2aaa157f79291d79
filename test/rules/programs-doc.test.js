'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { ChildProcess } = require('../support/child-process');
const { temporaryFolder } = require('../support/temporary-folder');
const { connect } = require('../support/test-server');
const { readBlocks, readExamples } = require('../support/wire-examples');
const { WirePlayers } = require('../support/wire-players');

const ROOT = path.join(__dirname, '..', '..');

/**
 * The programs of a document, each with the conversations and the output that stand between it and the next.
 *
 * @param {string} markdown
 */
function readPrograms(markdown) {
  const programs = readBlocks(markdown, 'js');
  const examples = readExamples(markdown);
  const outputs = readBlocks(markdown, 'text');
  return programs.map(({ lines, line }, index) => {
    const end = programs[index + 1]?.line ?? Infinity;
    const isOwn = (at) => at > line && at < end;
    return {
      line,
      text: lines.join('\n'),
      examples: examples.filter(([first]) => isOwn(first.line)),
      output: outputs.filter((block) => isOwn(block.line)).flatMap((block) => block.lines),
    };
  });
}

for (const document of ['docs/embedding.md', 'docs/conflicts.md', 'docs/storage.md']) {
  const programs = readPrograms(fs.readFileSync(path.join(ROOT, document), 'utf8'));
  for (const { line: at, text, examples, output } of programs) {
    test(`${document}: the program in line ${at} does what the page shows`, async (t) => {
      assert.ok(examples.length > 0, 'there is a conversation');
      const child = runProgram(t, text);
      const [, port] = /:(\d+)/.exec(await child.line());
      const address = `ws://127.0.0.1:${port}`;
      const players = new WirePlayers(
        (where) => connect(t, { address: address + where }),
        document,
      );
      for (const steps of examples) {
        for (const step of steps) await players.play(step);
        await players.assertNothingLeft(steps[steps.length - 1].line);
      }
      for (const line of output) assert.equal(await child.line(), line);
    });
  }
}

/** @returns {ChildProcess} with the package and ws installed, and a port that is free */
function runProgram(t, text) {
  const folder = temporaryFolder(t, { 'program.mjs': text.replace('9000', '0') });
  fs.mkdirSync(path.join(folder, 'node_modules'));
  fs.symlinkSync(ROOT, path.join(folder, 'node_modules', 'gantt-sync-server'));
  fs.symlinkSync(path.join(ROOT, 'node_modules', 'ws'), path.join(folder, 'node_modules', 'ws'));
  return new ChildProcess(t, ['program.mjs'], { cwd: folder });
}
