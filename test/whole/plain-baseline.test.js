'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { Plain } = require('../../bench/baselines/plain');
const { connect, smallProject } = require('../support/test-server');
const { readBlocks, readExamples } = require('../support/wire-examples');
const { WirePlayers } = require('../support/wire-players');

const PAGE = fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'protocol.md'), 'utf8');
// These are not compared.
const LEFT_OUT = ['Reconnecting', 'Presence', 'Locks'];
const MARKDOWN = LEFT_OUT.reduce((text, title) => {
  const shorter = text.replace(new RegExp(`^## ${title}\\n[^]*?(?=^## )`, 'm'), '');
  assert.notEqual(shorter, text, `there is no section ${title}`);
  return shorter;
}, PAGE);

// A comparison is worth something only while what is compared does the same.
test('the baseline in plain JavaScript does what the examples of docs/protocol.md show', async (t) => {
  const [garden] = readBlocks(MARKDOWN, 'json');
  const server = new Plain({
    projects: [
      { id: 1, name: 'Garden', source: garden.lines.join('\n') },
      { id: 2, name: 'House', source: JSON.stringify(smallProject('Paint')) },
    ],
  });
  const port = await server.start();
  t.after(() => server.stop());
  const players = new WirePlayers(() => connect(t, { address: `ws://127.0.0.1:${port}` }));

  const examples = readExamples(MARKDOWN);

  assert.ok(examples.length > 5, 'the examples are found');
  for (const steps of examples) {
    for (const step of steps) await players.play(step);
    await players.assertNothingLeft(steps[steps.length - 1].line);
  }
});
