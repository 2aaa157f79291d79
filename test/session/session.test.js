'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { calendar, commands } = require('../support/dialects');
const { Session } = require('../../lib/session/session');
const { SessionLog } = require('../../lib/session/session-log');
const { testLog } = require('../support/test-log');

/** A project that only says where it is. */
class Place {
  subscribers = { add() {}, delete() {} };
  isTracked = () => true;
  epoch = 1;
  forgotten = 0;

  constructor(revision) {
    this.revision = revision;
  }

  get mark() {
    return Buffer.from(`${this.epoch}.${this.revision}`);
  }
}

/** A session that follows a project. */
function sessionAt(project, past) {
  const connection = { send() {}, mark() {} };
  const session = new Session(connection, new SessionLog(testLog().log, '192.0.2.7'), commands);
  session.identity = { clientId: 'a', origin: 'a', rights: {} };
  session.follow(project);
  if (past) session.goOn(past);
  return { session, connection, pong: (mark) => connection.onSeen(Buffer.from(mark)) };
}

test('all answers have arrived up to where a client was before its first change, then as far as it has seen', () => {
  const project = new Place(5);
  const { session, pong } = sessionAt(project);
  const answered = [session.past.answered];
  session.mayRepeat();
  project.revision = 9;
  answered.push(session.past.answered);
  session.mayRepeat();
  pong('1.8');
  answered.push(session.past.answered);
  assert.deepEqual(answered, [Infinity, 5, 8]);
});

test('what comes first from a client that has come back may be forgotten; behind one that is known all are new', () => {
  const past = { origin: 'a', seen: 3, answered: 3 };
  const project = new Place(50);
  const judged = [2, 3, 4].map((forgotten) => {
    const { session } = sessionAt(project, past);
    project.forgotten = forgotten;
    return session.mayRepeat();
  });
  assert.deepEqual(judged, [false, false, true]);

  project.forgotten = 3;
  const { session } = sessionAt(project, past);
  const before = session.mayRepeat();
  project.forgotten = 40;
  assert.deepEqual([before, session.mayRepeat()], [false, false]);
  assert.equal(sessionAt(project).session.mayRepeat(), false, 'a new client repeats nothing');
});

test('who follows a project is one of its people, until it follows another', () => {
  const project = new Place(5);
  const done = [];
  project.people = { join: ({ userName }, listens) => done.push(['join', userName, listens]) };
  project.part = ({ userName }) => done.push(['part', userName]);
  const { session } = sessionAt(project);
  session.identity = { ...session.identity, userName: 'Ada', avatar: '/a.png' };
  session.appear(true);
  const { connection, dialect, ...member } = session.member;
  assert.deepEqual(member, { clientId: 'a', userName: 'Ada', avatar: '/a.png' });
  assert.deepEqual([connection, dialect], [session.connection, commands]);
  session.follow(new Place(5));
  assert.equal(session.member, undefined);
  assert.deepEqual(done, [
    ['join', 'Ada', true],
    ['part', 'Ada'],
  ]);
  session.end();
  session.appear(false);
  assert.equal(session.member, undefined);
});

test('a ping for a sign of life carries the place that the client has reached when it answers', () => {
  const project = new Place(5);
  const { session, connection } = sessionAt(project);
  assert.equal(String(connection.placeNow()), '1.5');
  project.revision = 6;
  assert.equal(String(connection.placeNow()), '1.6');
  session.follow(undefined);
  assert.equal(connection.placeNow().length, 0);
});

test('who is brought the project is unsure until exactly that has been seen, where it is not told of its own', () => {
  const project = Object.assign(new Place(5), { noteLoaded() {} });
  const marks = [];
  const sessionOf = (dialect) => {
    const connection = { send() {}, sendParts() {}, mark: (mark) => marks.push(`${mark}`) };
    const session = new Session(connection, new SessionLog(testLog().log, '192.0.2.7'), commands);
    session.choose(dialect);
    session.identity = { clientId: 'a', origin: 'a', rights: {} };
    session.follow(project);
    session.bringProject([]);
    return { session, pong: (mark) => connection.onSeen(Buffer.from(mark)) };
  };
  const { session, pong } = sessionOf(calendar);
  const [first] = marks.splice(0);
  session.bringProject([]);
  const [second] = marks.splice(0);
  assert.notEqual(first, second);
  const unsure = [session.isUnsure];
  for (const mark of ['1.5', first, second]) {
    pong(mark);
    unsure.push(session.isUnsure);
  }
  assert.deepEqual(unsure, [true, true, true, false]);
  // What it was told of its own change then may come when its client has changed the same once more.
  marks.splice(0);
  session.stayUnsure(project);
  const [third] = marks.splice(0);
  unsure.splice(0, Infinity, session.isUnsure);
  for (const mark of [second, third]) {
    pong(mark);
    unsure.push(session.isUnsure);
  }
  assert.deepEqual(unsure, [true, true, false]);
  session.stayUnsure(new Place(5));
  assert.equal(session.isUnsure, false);
  session.bringProject([]);
  session.follow(undefined);
  assert.equal(session.isUnsure, false);
  assert.equal(sessionOf(commands).session.isUnsure, false);
});
