'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { ask } = require('../support/http-server');
const { temporaryFolder } = require('../support/temporary-folder');
const { startServer } = require('../support/test-server');
const { readBlocks } = require('../support/wire-examples');

const PAGE = fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'crud.md'), 'utf8');
const REQUEST = /^(GET|POST) (\S+)(?: (.*))?$/s;
const ANSWER = /^(\d{3}) (.*)$/s;
const GARDEN = {
  project: { startDate: '2026-03-02' },
  tasksData: [
    { id: 1, name: 'Beds', children: [{ id: 11, name: 'Dig' }] },
    { id: 2, name: 'Lawn' },
  ],
  resourcesData: [{ id: 'r1', name: 'Ada' }],
};

/** The lines of the examples, those that are indented put to the one before. */
function lines() {
  return readBlocks(PAGE, 'http').flatMap(({ lines: block }) =>
    block.join('\n').replace(/\n\s+/g, '').split('\n'),
  );
}

/** What came, with "…" where the page has that. */
function elided(got, shown) {
  if (shown === '…') return got === undefined ? undefined : '…';
  if (Array.isArray(got) && Array.isArray(shown)) return got.map((one, i) => elided(one, shown[i]));
  if (got === null || typeof got !== 'object' || typeof shown !== 'object') return got;
  return Object.fromEntries(
    Object.entries(got).map(([name, value]) => [name, elided(value, shown[name])]),
  );
}

test('the server does what the examples of docs/crud.md show', async (t) => {
  const storage = `sqlite:${path.join(temporaryFolder(t), 'kept.db')}`;
  const projects = [
    { id: 1, name: 'Garden', source: GARDEN },
    { id: 3, name: 'House', source: {} },
  ];
  const server = await startServer(t, { projects, storage });
  let last;
  let count = 0;
  for (const line of lines()) {
    const [, method, address, body] = REQUEST.exec(line) ?? [];
    if (method) {
      const [at, search = ''] = address.split(/\?(.*)/s);
      const query = search
        .split('&')
        .map((pair) => pair.split(/=(.*)/s).slice(0, 2).map(encodeURIComponent).join('='))
        .join('&');
      last = await ask(server, search ? `${at}?${query}` : at, { method, body });
      continue;
    }
    const [, status, text] = ANSWER.exec(line) ?? [];
    assert.ok(status, line);
    const shown = JSON.parse(text);
    assert.deepEqual([last.status, elided(last.body, shown)], [Number(status), shown], line);
    count += 1;
  }
  assert.ok(count > 10, 'the examples are found');
});
