'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { EncodedTexts } = require('../../lib/project/encoded-texts');
const { DIALECTS } = require('../support/dialects');

/** A project that says how often it was asked for what. */
function stage() {
  const asked = [];
  const noted = (name, answer) => (argument) => {
    asked.push(argument === undefined ? name : `${name} ${argument}`);
    return answer;
  };
  const core = {
    dataset: noted('dataset', [Buffer.from('{}')]),
    loadStores: noted('stores', [['tasks', [Buffer.from('"tasks":{}')]]]),
    changesSince: (revision, dialect) => {
      asked.push(`changes ${revision} in ${dialect}`);
      return [Buffer.from(`${revision + 1}`)];
    },
    versionContent: (command, id) => Buffer.from(`${command} ${id}`),
    loadPage: (query, most) => ({ rows: Buffer.from(query), total: 1, stepsLeft: most - 1 }),
  };
  const texts = new EncodedTexts(core, DIALECTS);
  return { texts, asked };
}

test('what many ask for is encoded once, until the next change', () => {
  const { texts, asked } = stage();
  for (let round = 0; round < 2; round++) {
    assert.equal(texts.dataset('flat'), texts.dataset('flat'));
    assert.equal(texts.members, texts.members);
    texts.dataset('data');
    texts.noteChange();
  }
  const once = ['dataset flat', 'stores', 'dataset data'];
  assert.deepEqual(asked, [...once, ...once]);
});

test('a project that is another one says everything anew', () => {
  const { texts, asked } = stage();
  const ask = () => {
    texts.dataset('flat');
    assert.equal(texts.members.size, 1);
    texts.framesSince(4, DIALECTS[2]);
    return texts.markOf(1, 4);
  };
  const mark = ask();
  texts.forget();
  assert.notEqual(ask(), mark);
  const all = ['dataset flat', 'stores', 'changes 4 in 2'];
  assert.deepEqual(asked, [...all, ...all]);
});

test('the mark of a state is made once', () => {
  const { texts } = stage();
  const mark = texts.markOf(2, 7);
  assert.equal(mark.toString(), '2.7');
  assert.equal(texts.markOf(2, 7), mark);
  assert.equal(texts.markOf(2, 8).toString(), '2.8');
});

test('each dialect has its own messages of the last revisions', () => {
  const { texts, asked } = stage();
  texts.framesSince(4, DIALECTS[2]);
  texts.framesSince(4, DIALECTS[3]);
  assert.deepEqual(asked, ['changes 4 in 2', 'changes 4 in 3']);
});

test('a version is asked for by an id, and nothing else is one', () => {
  const { texts } = stage();
  assert.equal(String(texts.versionContent('load', 5)), 'load 5');
  for (const id of [undefined, null, {}, [5]])
    assert.equal(texts.versionContent('load', id), undefined);
});

test('a page is asked for by its query, a file is the dataset in one piece, changes are those of the log', () => {
  const { texts, asked } = stage();
  assert.equal(String(texts.page({ store: 'tasks' }).rows), '{"store":"tasks"}');
  assert.equal(String(texts.text), '{}');
  assert.equal(String(texts.changesSince(4)), '5');
  assert.deepEqual(asked, ['dataset data', 'changes 4 in 0']);
});
