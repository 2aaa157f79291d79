'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { enterCalendar } = require('../support/calendar-client');
const { CalendarPlayers } = require('../support/calendar-players');
const { smallProject, startServer } = require('../support/test-server');
const { readBlocks, readExamples } = require('../support/wire-examples');

const PAGE = 'docs/socketio.md';

/** @param {string} page */
function read(page) {
  return fs.readFileSync(path.join(__dirname, '..', '..', page), 'utf8');
}

test(`the server does what the examples of ${PAGE} show`, async (t) => {
  const [garden] = readBlocks(read('docs/protocol.md'), 'json');
  const projects = [
    { id: 1, name: 'Garden', source: Buffer.from(garden.lines.join('\n')) },
    { id: 2, name: 'House', source: smallProject('Paint') },
  ];
  const users = { ada: { token: 'token-of-ada', group: 'user' } };
  const server = await startServer(t, { projects, users, socketio: true });
  const players = new CalendarPlayers((auth) => enterCalendar(t, server, auth), PAGE);
  const examples = readExamples(read(PAGE));
  assert.ok(examples.length > 4, 'the examples are found');
  for (const steps of examples) {
    for (const step of steps) await players.play(step);
    await players.assertNothingLeft(steps[steps.length - 1].line);
  }
});
