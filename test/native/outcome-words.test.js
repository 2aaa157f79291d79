'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { takeOutcome } = require('../../lib/native/outcome-words');
const { results } = require('../../lib/base/message-pool');
const { Project } = require('../../lib/native/project');
const { audienceTerms, dialectTerms } = require('../../lib/native/terms');
const { ALL_DIALECTS } = require('../../lib/dialects');

const WORDINGS = ALL_DIALECTS.map(({ wording }) => wording);
const NUMBERS = Object.fromEntries(ALL_DIALECTS.map(({ name }, number) => [name, number]));
const ROOM = 4;

/** @param {Buffer[]} [messages] */
const texts = (messages) => messages?.map(String);

/** A project of one task, and a way to change its name as somebody who speaks `crud`. */
async function stage() {
  const project = new Project({ id: 1, wordings: WORDINGS });
  await project.load(Buffer.from('{"tasksData":[{"id":1,"name":"a"}]}'));
  const rename = (name, listeners, requestId = name.length) => {
    const terms = listeners.reduce(
      (sum, dialect) => sum + audienceTerms(NUMBERS[dialect]),
      dialectTerms(NUMBERS.crud),
    );
    const revision = Number(project.toldNumber);
    const pack = { type: 'sync', requestId, revision, tasks: { updated: [{ id: 1, name }] } };
    return project.submit(Buffer.from(JSON.stringify(pack)), 'ada', 1, terms);
  };
  return { project, rename };
}

test('each message goes to those whom it is for, with room in front, and none lies in another', async () => {
  const { rename } = await stage();
  const listeners = ['flat', 'sync', 'calendar'];
  const outcome = rename('b', listeners);
  assert.equal(outcome.changed, true);
  const told = listeners.map((dialect) => outcome.told[NUMBERS[dialect]]);
  const all = [outcome.broadcast, ...outcome.author, ...told.flat()];
  for (const message of all) assert.match(String(message), /"name":"b"|"success":true/);
  assert.deepEqual(
    told.map(({ length }) => length),
    [1, 1, 1],
  );
  const before = all.map(String);
  for (const message of all) results.withRoom(message, ROOM).fill(0, 0, ROOM);
  assert.deepEqual(all.map(String), before);
  assert.equal(new Set(all.map(({ buffer }) => buffer)).size, 1);
});

test('what is too long for the pool says the same in Buffers of its own', async () => {
  const [short, long] = [await stage(), await stage()];
  const name = 'n'.repeat(20_000);
  const [outcome, other] = [short.rename('n', ['flat']), long.rename(name, ['flat'], 1)];
  const shortened = (/** @type {Buffer[]} */ messages) =>
    texts(messages)?.map((text) => text.replaceAll(name, 'n'));
  assert.deepEqual(shortened(other.author), texts(outcome.author));
  assert.deepEqual(shortened(other.told[NUMBERS.flat]), texts(outcome.told[NUMBERS.flat]));
  assert.ok(other.broadcast.length > 20_000);
});

test('what changes nothing is told its author alone', async () => {
  const { project } = await stage();
  const poll = { type: 'sync', requestId: 7, revision: Number(project.toldNumber) };
  const outcome = project.submit(
    Buffer.from(JSON.stringify(poll)),
    'ada',
    1,
    dialectTerms(NUMBERS.crud),
  );
  const { author, ...rest } = outcome;
  assert.deepEqual(rest, { changed: false });
  assert.equal(JSON.parse(String(author[0])).requestId, 7);
});

test('flags and the messages of several dialects are read as they were put', () => {
  const words = Buffer.alloc(7 * 4);
  for (const [index, word] of [7, 1, 2, 4, 3, 4, 1].entries()) words.writeUInt32LE(word, index * 4);
  const parts = [words, ...['ab', 'cde', 'f'].map((text) => Buffer.from(text))];
  const taken = [];
  const pool = {
    take: (size) => {
      taken.push(size);
      return /** @type {Buffer} */ (parts.shift());
    },
  };
  const outcome = takeOutcome(pool, 7);
  assert.deepEqual(taken, [28, 2, 3, 1]);
  assert.equal(outcome.isAuthorLost, true);
  assert.deepEqual(texts(outcome.author), ['ab']);
  assert.deepEqual(texts(outcome.told?.[2]), ['cde', 'f']);
});
