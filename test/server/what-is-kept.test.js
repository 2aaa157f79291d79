'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { keptAtEnd, keptAtStart } = require('../../lib/server/what-is-kept');

const FILE = { place: '/srv/journal.db' };

test('at the start an operator is told where projects are kept, or that they are not', () => {
  assert.equal(keptAtStart(FILE), 'Projects are kept in /srv/journal.db');
  assert.equal(keptAtStart({}), 'Projects are kept in a storage of the application');
  assert.equal(
    keptAtStart({ ...FILE, durability: 'interval' }),
    'Projects are kept in /srv/journal.db; a power cut may cost the last second',
  );
  assert.match(keptAtStart(undefined), /^Projects are kept in memory alone: a restart forgets/);
});

test('at the end an operator is told how much is kept, or lost', () => {
  const projects = (...counts) => counts.map((revisionsSinceOpened) => ({ revisionsSinceOpened }));
  assert.equal(
    keptAtEnd(FILE, projects(2, 0, 5)),
    'Ended: 7 revisions of 3 projects since the start, all kept in /srv/journal.db',
  );
  assert.equal(
    keptAtEnd(FILE, projects(2), new Error('It has gone')),
    'Ended: 2 revisions of 1 project since the start, which may be lost with /srv/journal.db: It has gone',
  );
  assert.equal(
    keptAtEnd(undefined, projects(1)),
    'Ended: 1 revision of 1 project since the start, forgotten with the memory',
  );
});
