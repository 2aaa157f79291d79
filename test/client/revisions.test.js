'use strict';

const assert = require('node:assert/strict');
const { before, describe, test } = require('node:test');

/** The Bryntum part without what needs the Gantt; those are tested in a browser. */
describe('The client half', () => {
  /** @type {any} */
  let backoff;
  /** @type {any} */
  let RevisionQueue;
  /** @type {any} */
  let Unconfirmed;
  /** @type {any} */
  let Incoming;
  /** More than a call takes arguments. */
  const MANY = 200_000;
  before(async () => {
    ({ Incoming } = await import('../../client/src/bryntum/incoming.js'));
    ({ backoff } = await import('../../client/src/core/backoff.js'));
    ({ RevisionQueue } = await import('../../client/src/bryntum/revision-queue.js'));
    ({ Unconfirmed } = await import('../../client/src/bryntum/unconfirmed.js'));
  });

  test('waits twice as long after each failure, up to a bound, and never exactly as long as others', () => {
    const bounds = (failures) =>
      [0, 0.5, 0.999999].map((share) => backoff(failures, { random: () => share }));
    assert.deepEqual([0, 1, 4, 5, 1000].map(bounds), [
      [500, 750, 1000],
      [1000, 1500, 2000],
      [8000, 12000, 16000],
      [15000, 22500, 30000],
      [15000, 22500, 30000],
    ]);
  });

  test('sends again, in order, what was under way when the line broke', () => {
    const queue = new RevisionQueue();
    for (const revision of ['local-1', 'local-2', 'local-3']) queue.add({ revision, changes: {} });
    queue.take();
    assert.equal(queue.returned('local-1'), true);
    queue.add({ revision: 'local-4', changes: {} });
    queue.recall();
    const again = queue.take().map(({ revision }) => revision);
    assert.deepEqual(again, ['local-2', 'local-3', 'local-4']);
  });

  test('hands out as many revisions as fit in one message, and one that fits in none', () => {
    const queue = new RevisionQueue();
    const sizes = [10, 10, 10, 90, 10];
    for (const [i, size] of sizes.entries()) queue.add({ revision: i, changes: 'x'.repeat(size) });
    const messages = [];
    while (queue.waiting) messages.push(queue.take(100).map(({ revision }) => revision));
    assert.deepEqual(messages, [[0, 1], [2], [3], [4]]);
  });

  test('throws away the message that was sent first, or all that may have arrived', () => {
    const queue = new RevisionQueue();
    const add = (...revisions) => {
      for (const revision of revisions) queue.add({ revision, changes: {} });
    };
    add(1, 2);
    queue.take();
    add(3);
    queue.take();
    assert.equal(queue.dropFirst(), 2);
    assert.equal(queue.underWay, 1);
    add(4);
    queue.recall();
    assert.equal(queue.dropUncertain(), 1);
    assert.deepEqual(
      queue.take().map(({ revision }) => revision),
      [4],
    );
    assert.deepEqual([queue.dropFirst(), queue.dropFirst(), queue.dropUncertain()], [1, 0, 0]);
  });

  test('sends again very many that were under way', () => {
    const queue = new RevisionQueue();
    for (let i = 1; i <= MANY; i++) queue.add({ revision: `local-${i}`, changes: {} });
    queue.take();
    queue.recall();
    const again = queue.take();
    assert.deepEqual([again.length, again.at(-1).revision], [MANY, `local-${MANY}`]);
  });

  test('applies very many that come behind others as one batch', async () => {
    const applied = [];
    /** @type {Record<string, any>} */
    const project = {
      liveProjectId: 1,
      liveConnection: { client: 'a' },
      liveLoaded: true,
      taskStore: { allRecords: [] },
      trigger() {},
      applyRevisions: async (/** @type {any[]} */ batch) => void applied.push(batch.length),
    };
    const ended = new Promise((resolve) => {
      project.liveTellQueue = () => resolve(undefined);
    });
    const incoming = new Incoming(project);
    for (const length of [1, MANY]) {
      const revisions = Array.from({ length }, () => ({ revision: 'server-1', client: 'b' }));
      incoming.receive({ command: 'project_change', data: { project: 1, revisions } });
    }
    await ended;
    assert.deepEqual(applied, [1 + MANY]);
  });

  test('knows no more, after a dataset, the numbers of what it had sent before', () => {
    const queue = new RevisionQueue();
    queue.add({ revision: 'local-1', changes: {} });
    queue.take();
    queue.forget();
    assert.equal(queue.returned('local-1'), false);
  });

  test('sends of a record that has no id yet only what is new, unless the user has touched it', () => {
    const unconfirmed = new Unconfirmed();
    const record = { $PhantomId: 'p', name: 'x', duration: 3, effort: 8 };
    const send = (changes) => unconfirmed.onlyNews(changes);
    const first = { tasks: { added: [record], $input: { added: [record] } } };
    assert.deepEqual(send(first), first);
    assert.deepEqual(
      send({ tasks: { added: [{ ...record, effort: 9 }] }, project: { effort: 9 } }),
      {
        tasks: { added: [{ $PhantomId: 'p', effort: 9 }] },
        project: { effort: 9 },
      },
    );
    const renamed = { ...record, effort: 9, name: 'y' };
    const touched = { tasks: { added: [renamed], $input: { added: [renamed] } } };
    assert.deepEqual(send(touched), touched);
    unconfirmed.clear();
    assert.deepEqual(send({ tasks: { added: [renamed] } }), { tasks: { added: [renamed] } });
  });
});
