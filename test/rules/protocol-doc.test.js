'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { connect, smallProject, startServer } = require('../support/test-server');
const { readBlocks, readExamples } = require('../support/wire-examples');
const { WirePlayers } = require('../support/wire-players');

const USERS = {
  admin: { password: 'admin', group: 'admin' },
  ada: { token: 'token-of-ada', group: 'user' },
  alex: { password: 'alex', group: 'user' },
};

const PAGES = [
  ...['docs/protocol.md', 'docs/flat.md', 'docs/sync.md', 'docs/calendar.md'],
  ...['docs/migrating.md', 'docs/troubleshooting.md'],
];

/** @param {string} page */
function read(page) {
  return fs.readFileSync(path.join(__dirname, '..', '..', page), 'utf8');
}

for (const page of PAGES) {
  test(`the server does what the examples of ${page} show`, async (t) => {
    const [garden] = readBlocks(read('docs/protocol.md'), 'json');
    const projects = [
      { id: 1, name: 'Garden', source: Buffer.from(garden.lines.join('\n')) },
      { id: 2, name: 'House', source: smallProject('Paint') },
    ];
    const server = await startServer(t, { projects, users: USERS });
    const players = new WirePlayers((at) => connect(t, { address: server.address + at }), page);

    const examples = readExamples(read(page));

    assert.ok(examples.length > 2, 'the examples are found');
    for (const steps of examples) {
      for (const step of steps) await players.play(step);
      await players.assertNothingLeft(steps[steps.length - 1].line);
    }
  });
}
