'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { test } = require('node:test');
const { commands } = require('../support/dialects');
const { Session } = require('../../lib/session/session');
const { SessionLog } = require('../../lib/session/session-log');
const { enterFlat } = require('../support/flat-client');
const { testLog } = require('../support/test-log');
const { connect, enter, rename, startServer } = require('../support/test-server');

/** Asks for the project as a client that has a revision of it. */
function load(since, more = {}) {
  return { command: 'dataset', data: { project: 1, since, ...more } };
}

/** A server on which Ada has made three changes. */
async function startWithChanges(t) {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const echoes = [];
  for (const name of ['a', 'b', 'c']) echoes.push(await ada.request(rename(1, name, `of ${name}`)));
  const revisions = echoes.flatMap(({ data }) => data.revisions);
  return { server, ada, revisions };
}

test('who says which revision it has gets what it has missed, and is a subscriber then', async (t) => {
  const { server, ada, revisions } = await startWithChanges(t);
  const bob = await enter(t, server, 'Bob');
  const missed = (count) => ({
    command: 'project_change',
    data: { revisions: revisions.slice(3 - count), project: 1 },
  });

  assert.deepEqual(await bob.request(load('server-1')), missed(2));
  assert.deepEqual(await bob.request(load('server-2', { client: ada.id })), missed(1));
  assert.deepEqual(await bob.request(load('server-3')), missed(0));
  ada.send(rename(1, 'd'));
  assert.equal((await bob.next()).data.revisions[0].revision, 'server-4');
});

test('who asks for what cannot be told gets the dataset', async (t) => {
  const { server, ada } = await startWithChanges(t);
  const bob = await enter(t, server, 'Bob');
  const messages = [
    ...['server-4', 'server-99999999999999', 'server-', 'server-1x', 'base', 2, null, {}, ''].map(
      (since) => load(since),
    ),
    load('server-1', { client: 'client-of-another-life' }),
    load('server-1', { client: 5 }),
  ];
  for (const message of messages) {
    const { command, data } = await bob.request(message);
    assert.equal(command, 'dataset', JSON.stringify(message));
    assert.equal(data.revision, 'server-3');
  }
  const flat = await enterFlat(t, server, 'Carl');
  const answer = await flat.request({ command: 'dataset', project: 1, since: 'server-1' });
  assert.equal(answer.command, 'dataset');
  await ada.close();
});

test('nothing from before a reset is told after it', async (t) => {
  const { server } = await startWithChanges(t);
  await server.resetDataSet(1);
  const bob = await enter(t, server, 'Bob');
  for (const since of ['server-1', 'server-3', 'server-4']) {
    const { command, data } = await bob.request(load(since));
    assert.equal(command, 'dataset', since);
    assert.equal(data.revision, 'base');
  }
  const { data } = await bob.request(rename(1, 'd'));
  assert.equal(data.revisions[0].revision, 'server-4');
  assert.deepEqual((await bob.request(load('server-4'))).data, { revisions: [], project: 1 });
});

test('a log that does not reach back gives the dataset', async (t) => {
  const server = await startServer(t, { maxLogRevisions: 2 });
  const ada = await enter(t, server, 'Ada', 1);
  for (const name of ['a', 'b', 'c', 'd']) await ada.request(rename(1, name));
  assert.equal((await ada.request(load('server-1'))).command, 'dataset');
  assert.equal((await ada.request(load('server-2'))).data.revisions.length, 2);
});

/** A project that only says where it is. */
class Place {
  subscribers = { add() {}, delete() {} };
  isTracked = () => true;

  constructor(epoch, revision) {
    Object.assign(this, { epoch, revision });
  }

  get mark() {
    return Buffer.from(`${this.epoch}.${this.revision}`);
  }
}

/** A session whose connection notes what it sends; `pong` answers a mark. */
function sessionOf() {
  const sent = [];
  const connection = { send: (text) => sent.push(text), mark: (text) => sent.push(`${text}`) };
  const session = new Session(connection, new SessionLog(testLog().log, '192.0.2.7'), commands);
  return { session, sent, pong: (mark) => connection.onSeen(Buffer.from(mark)) };
}

test('a session has seen a revision when the mark behind it is answered', () => {
  const { session, sent, pong } = sessionOf();
  const project = new Place(3, 5);
  session.follow(project);
  session.bring(['dataset']);
  assert.deepEqual([sent, session.seen], [['dataset', '3.5'], 0]);

  const seen = [];
  project.revision = 8;
  for (const mark of ['3.5', '3.7', '3.6', '3.9', '2.8', '3', '', 'x.y', '3.8']) {
    pong(mark);
    seen.push(session.seen);
  }
  assert.deepEqual(seen, [5, 7, 7, 7, 7, 7, 7, 7, 8]);
});

test('what a session has seen of one project says nothing of another', () => {
  const { session, pong } = sessionOf();
  session.follow(new Place(3, 5));
  pong('3.5');
  session.follow(new Place(4, 9));
  pong('3.5');
  assert.equal(session.seen, 0);
  pong('4.9');
  assert.equal(session.seen, 9);
});

test('a session is fenced until it has seen the last of several resets', () => {
  const { session, pong } = sessionOf();
  const project = new Place(3, 5);
  session.follow(project);
  const fenced = [session.isFenced];
  project.epoch = 5;
  for (const mark of ['3.5', '4.5', '5.5', '4.5']) {
    fenced.push(session.isFenced);
    pong(mark);
  }
  fenced.push(session.isFenced);
  session.follow(undefined);
  fenced.push(session.isFenced);
  assert.deepEqual(fenced, [false, true, true, true, false, false, false]);
});

test('loading a project again does not lift the fence', async (t) => {
  const server = await startServer(t);
  const late = await connect(t, server, { autoPong: false });
  await late.login('Ada');
  await late.load(1);
  const pinged = once(late.socket, 'ping');
  await server.resetDataSet(1);
  await late.take(2);
  await pinged;
  await late.load(1);
  const { error } = await late.request(rename(1, 'Of the past'));
  assert.match(error, /\(ERR_BEFORE_RESET\)$/);
});

test('only those are asked what they have seen of whom one has to know it', async (t) => {
  const pingsOf = async (conflicts) => {
    const server = await startServer(t, { conflicts });
    const pings = [];
    const ada = await connect(t, server);
    ada.socket.on('ping', (mark) => pings.push(String(mark)));
    await ada.login('Ada');
    await ada.load(1);
    await ada.request(rename(1, 'a'));
    await ada.drain();
    return pings;
  };
  assert.deepEqual(await pingsOf('last-writer-wins'), []);
  assert.deepEqual(await pingsOf({ flat: 'reject' }), []);
  assert.deepEqual(await pingsOf({ commands: 'server-wins' }), ['1.0', '1.1']);
});
