'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { Project } = require('../../lib/native/project');
const { PLACE, words } = require('../../lib/native/words');

test('words are texts with places between them', () => {
  assert.deepEqual(words`{"a":${PLACE.NUMBER},"b":${PLACE.TIME}}`, [
    '{"a":',
    'number',
    ',"b":',
    'time',
    '}',
  ]);
  assert.deepEqual(words`plain`, ['plain']);
});

test('the addon has the same places under the same names', () => {
  const source = fs.readFileSync(path.join(__dirname, '../../src/message/words.cc'), 'utf8');
  const names = Array.from(source.matchAll(/\{"(\w+)", Place::/g), ([, name]) => name);
  assert.deepEqual(names, Object.values(PLACE));
});

test('what is said of a change in another dialect are its words, filled in', async () => {
  const told = words`[${PLACE.PROJECT},${PLACE.CHANGES},${PLACE.NUMBER},${PLACE.SENDER},${PLACE.TIME},${PLACE.LOCAL}]`;
  const wordings = [{ shape: 'revisions' }, { shape: 'data', told, echoes: 'where-renamed' }];
  const project = new Project({ id: 'p', wordings });
  await project.load(Buffer.from('{"tasksData":[{"id":1}]}'));
  const changes = { tasks: { updated: [{ id: 1, name: { value: 'a', oldValue: 'b' } }] } };
  const message = Buffer.from(JSON.stringify({ type: 'sync', data: changes }));
  const outcome = project.submit(message, 'ann', 7, 65_536 + 512);
  const plain = { tasks: { updated: [{ id: 1, name: 'a' }] } };
  assert.deepEqual(JSON.parse(outcome.told[1][0]), ['p', plain, 1, 'ann', 7, null]);
});

test('words with a place that there is not, or a dialect that there is not, are misuse', () => {
  const made = (wording) => new Project({ id: 1, wordings: [{ shape: 'revisions' }, wording] });
  assert.throws(() => made({ shape: 'data', told: ['a', 'nowhere', 'b'] }), TypeError);
  assert.throws(() => made({ shape: 'round' }), TypeError);
  const project = made({ shape: 'data', told: words`a` });
  assert.throws(() => project.changesSince(0, 2), TypeError);
  assert.throws(() => project.submit(Buffer.from('{}'), 'ann', 1, 2 * 65_536), TypeError);
});
