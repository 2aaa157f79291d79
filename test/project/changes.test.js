'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Changes } = require('../../lib/project/changes');
const { Hooks } = require('../../lib/project/hooks');
const { TERMS, audienceTerms, dialectTerms } = require('../../lib/native/terms');
const { SessionLog } = require('../../lib/session/session-log');
const { DIALECTS, NUMBERS } = require('../support/dialects');
const { testLog } = require('../support/test-log');

const { REJECT, SERVER_WINS, MERGE, ASK, VETO, MAY_FORCE } = TERMS;
const [FLAT, SYNC] = [NUMBERS.flat, NUMBERS.sync].map(dialectTerms);
const FOR_SYNC = audienceTerms(NUMBERS.sync);
const BYTES = Buffer.from('{}');
const USUAL = { changed: true, broadcast: Buffer.from('usual') };
const CONFLICTS = [{ store: 'tasks', type: 'concurrent_edit', id: 1, fields: ['name'] }];
const ADA = '"Ada" (a, 192.0.2.7)';
const STORM = { store: 'tasks', id: 1, field: 'name', clients: ['b', 'a'], alternations: 50 };

/**
 * Submits one change of Ada's to a project that notes the terms in which it is asked, and answers as `answer` says.
 *
 * @param {object} [setting] `given`: the hooks
 */
async function submit({ given = {}, dialect = 'commands', policy, mayForce = true, ...setting }) {
  const { answer = () => USUAL, stormPolicy = 'log' } = setting;
  const { log, lines: logged } = testLog({ isDebug: true });
  const done = [];
  const project = {
    id: 1,
    policies: { commands: 'last-writer-wins', flat: 'last-writer-wins', sync: 'reject' },
    dialects: DIALECTS,
    audience: setting.audience ?? 0,
    epoch: 1,
    revision: 9,
    subscribers: [{ identity: { clientId: 'b', userName: 'Ben' } }],
    submit(bytes, { clientId }, terms, base) {
      assert.equal(bytes, BYTES);
      done.push([clientId, terms, base]);
      return answer(terms);
    },
    // Nothing of it is kept.
    read: (run) => run(),
    write: (run) => run(),
    tell: ({ tell }) => tell(),
  };
  if (policy) project.policies[dialect] = policy;
  const session = {
    dialect: DIALECTS[NUMBERS[dialect]],
    identity: { clientId: 'a', userName: 'Ada', rights: { mayForce } },
    seen: 5,
    log: new SessionLog(log, '192.0.2.7', { clientId: 'a', userName: 'Ada' }),
    connection: { close: (...how) => done.push(['close', ...how]) },
  };
  project.subscribers.push({}, session);
  const changes = new Changes(new Hooks(given, log), log, stormPolicy);
  const results = [];
  await changes.submit(session, project, BYTES, (result) => results.push(result));
  assert.equal(results.length, 1);
  return { result: results[0], done, logged };
}

/** Answers with conflicts as long as it is asked whether there are any. */
const conflicting = (terms) =>
  terms & ASK
    ? { changed: false, conflicts: JSON.stringify(CONFLICTS) }
    : { changed: true, broadcast: Buffer.from('made') };

test('the terms say the dialect, the policy, the subscribers and whether the author may force', async () => {
  const terms = async (setting) => (await submit(setting)).done.map(([, sum]) => sum);
  assert.deepEqual(await terms({}), [0]);
  assert.deepEqual(await terms({ dialect: 'flat' }), [FLAT]);
  assert.deepEqual(await terms({ dialect: 'sync' }), [SYNC + REJECT + MAY_FORCE]);
  assert.deepEqual(await terms({ dialect: 'sync', mayForce: false }), [SYNC + REJECT]);
  assert.deepEqual(await terms({ policy: 'merge', mayForce: false }), [MERGE]);
  assert.deepEqual(await terms({ policy: 'server-wins' }), [SERVER_WINS + MAY_FORCE]);
  assert.deepEqual(await terms({ audience: FOR_SYNC }), [FOR_SYNC]);
});

test('the author and what it has seen go with the change', async () => {
  assert.deepEqual((await submit({})).done, [['a', 0, 5]]);
});

test('onConflict is asked only when there is a conflict, and its answer is the policy', async () => {
  const asked = [];
  const onConflict = (conflict) => {
    asked.push(conflict);
    return 'merge';
  };
  const none = await submit({ given: { onConflict } });
  assert.deepEqual([none.done, asked], [[['a', ASK + MAY_FORCE, 5]], []]);

  const { done, result } = await submit({
    given: { onConflict },
    dialect: 'sync',
    answer: conflicting,
  });
  assert.deepEqual(
    done.map(([, terms]) => terms),
    [SYNC + ASK + MAY_FORCE, SYNC + MERGE + MAY_FORCE],
  );
  assert.equal(String(result.broadcast), 'made');
  const who = { project: 1, client: 'a', userName: 'Ada', dialect: 'sync', policy: 'reject' };
  assert.deepEqual(asked, [{ ...who, conflicts: CONFLICTS }]);
});

test('without a word of onConflict, or when it fails, the policy of the project holds', async () => {
  const answers = [
    () => undefined,
    async () => undefined,
    () => 'theirs',
    async () => {
      throw new Error('oh no');
    },
  ];
  for (const onConflict of answers) {
    const { done } = await submit({ given: { onConflict }, dialect: 'sync', answer: conflicting });
    assert.equal(done.at(-1)[1], SYNC + REJECT + MAY_FORCE);
  }
});

test('a veto goes to the core, and its reason to an author who is told of it', async () => {
  const given = { beforeChange: async () => 'Not on Sundays' };
  const failure = { code: 'ERR_VETOED', message: 'It was refused' };
  const { done, result, logged } = await submit({ given, dialect: 'sync', answer: () => failure });
  assert.equal(done[0][1] & VETO, VETO);
  assert.deepEqual(result, { code: 'ERR_VETOED', message: 'Not on Sundays' });
  // Who answers the author logs it, too.
  assert.deepEqual(logged, []);

  const other = { code: 'ERR_INVALID_JSON', message: 'It is no JSON' };
  assert.deepEqual((await submit({ given, answer: () => other })).result, other);

  const taken = await submit({ given });
  assert.equal(taken.logged[0], `info: ${ADA} was refused a change: Not on Sundays (ERR_VETOED)`);
});

test('onChange is told of what changed, and of nothing else', async () => {
  const told = [];
  const given = { onChange: ({ message }) => told.push(String(message)) };
  const nothing = { changed: false, author: [Buffer.from('conflict')] };
  const change = { changed: true, broadcast: Buffer.from('outcome') };
  const failure = { code: 'ERR_INVALID_JSON', message: '' };
  for (const result of [USUAL, nothing, change, failure]) {
    await submit({ given, answer: () => result });
  }
  assert.deepEqual(told, ['usual', 'outcome']);
});

test('a storm is logged and told, and ends the connection of the last writer where that is the option', async () => {
  const told = [];
  const given = { onStorm: (storm) => told.push(storm) };
  const storms = JSON.stringify([STORM]);
  const answer = () => ({ changed: true, broadcast: Buffer.from('x'), storms });
  const mild = await submit({ given, answer });
  const line =
    'warn: "Ben" (b) and "Ada" (a) overwrite each other without end: 50 times in ten seconds ' +
    'the field "name" of record 1 of "tasks" in project 1';
  assert.deepEqual(mild.logged, [`debug: ${ADA}: changed project 1, revision 9`, line]);
  assert.deepEqual(mild.done, [['a', 0, 5]]);
  assert.deepEqual(told, [{ project: 1, ...STORM }]);

  const strict = await submit({ answer, stormPolicy: 'disconnect' });
  assert.deepEqual(strict.done.at(-1), ['close', 4429, 'Overwrites without end']);
});
