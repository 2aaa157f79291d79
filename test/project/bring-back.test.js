'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { bringBack } = require('../../lib/project/bring-back');
const { DIALECTS } = require('../support/dialects');

const MESSAGE = Buffer.from('{"command":"project_change","data":{"revisions":["one"]}}');

/** Brings something back to a project that answers so, and is kept as `keep` says. */
async function stage(result, keep = ({ tell }) => tell()) {
  const done = [];
  const project = {
    id: 7,
    dialects: DIALECTS,
    revision: 9,
    keeping: { alone: (work) => work() },
    async bringBack(...args) {
      done.push(['bring', ...args]);
      return result;
    },
    tell(held, hasChanged) {
      done.push(['kept', hasChanged]);
      keep(held);
    },
  };
  const delivery = { deliver: (author, _project, told) => done.push(['deliver', author, told]) };
  const hooks = {
    onChange: ({ client, userName, revisions }) => done.push(['told', client, userName, revisions]),
  };
  const what = { past: 'a past', scope: 'a scope', userName: 'Eve' };
  const answer = await bringBack(project, what, { delivery, hooks }).catch(
    ({ message }) => message,
  );
  return { answer, done };
}

test('everybody and the application are told of the revision, as one of the server, when it is kept', async () => {
  const result = { changed: true, broadcast: MESSAGE };
  const { answer, done } = await stage(result);
  assert.equal(answer, 9);
  assert.deepEqual(done, [
    ['bring', 'a past', 'a scope', 'Eve'],
    ['kept', true],
    ['deliver', undefined, result],
    ['told', 'server', 'Eve', ['one']],
  ]);
});

test('what is so already is no revision, and the application is not told', async () => {
  const { answer, done } = await stage({ changed: false });
  assert.equal(answer, undefined);
  assert.ok(!done.some(([what]) => what === 'told'));
});

test('what the core refuses, or cannot be kept, is an error, and nobody is told', async () => {
  const refused = await stage({ code: 'ERR_UNKNOWN_RECORD', message: 'There is none' });
  assert.equal(refused.answer, 'There is none (ERR_UNKNOWN_RECORD)');
  assert.deepEqual(refused.done.length, 1);
  const result = { changed: true, broadcast: MESSAGE };
  const lost = await stage(result, ({ fail }) => fail(new Error('The disk is full')));
  assert.equal(lost.answer, 'The disk is full');
  assert.deepEqual(lost.done.length, 2);
});
