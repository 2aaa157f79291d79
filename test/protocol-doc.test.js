'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { connect, smallProject, startServer } = require('./support/test-server');
const { readBlocks, readExamples } = require('./support/wire-examples');
const { WirePlayers } = require('./support/wire-players');

const FILE = path.join(__dirname, '..', 'docs', 'protocol.md');
const MARKDOWN = fs.readFileSync(FILE, 'utf8');

test('the server does what the examples of docs/protocol.md show', async (t) => {
  const [garden] = readBlocks(MARKDOWN, 'json');
  const projects = [
    { id: 1, name: 'Garden', source: Buffer.from(garden.lines.join('\n')) },
    { id: 2, name: 'House', source: smallProject('Paint') },
  ];
  const server = await startServer(t, { projects });
  const players = new WirePlayers(() => connect(t, server));

  const examples = readExamples(MARKDOWN);

  assert.ok(examples.length > 5, 'the examples are found');
  for (const steps of examples) {
    for (const step of steps) await players.play(step);
    await players.assertNothingLeft(steps[steps.length - 1].line);
  }
});
