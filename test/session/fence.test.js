'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Fence } = require('../../lib/session/fence');

/** A fence around a project, and the marks that were sent to its client. */
function stage() {
  const marks = [];
  const connection = { asked: Buffer.alloc(0), mark: (mark) => marks.push(String(mark)) };
  const fence = new Fence(connection);
  const project = {
    epoch: 1,
    revision: 5,
    get mark() {
      return Buffer.from(`${this.epoch}.${this.revision}`);
    },
  };
  fence.follow(project);
  const pong = (mark) => connection.onSeen(Buffer.from(mark));
  const ask = (mark) => Object.assign(connection, { asked: Buffer.from(mark) });
  return { fence, project, marks, ask, pong, place: () => String(connection.placeNow()) };
}

test('what has arrived is known by the marks that are answered, and by no others', () => {
  const { fence, marks, pong } = stage();
  fence.markPlace();
  for (const foreign of ['1.6', '2.5', 'x']) pong(foreign);
  assert.deepEqual([marks, fence.seen], [['1.5'], 0]);
  pong('1.5');
  pong('1.3');
  assert.equal(fence.seen, 5);
});

test('the first revision that arrives of a project is told, once', () => {
  const { fence, project, pong } = stage();
  const told = [];
  fence.onReceived = () => told.push(fence.seen);
  for (const mark of ['1.0', '1.3', '1.5']) pong(mark);
  fence.follow(project);
  pong('1.5');
  assert.deepEqual(told, [3, 5]);
});

test('a reset shuts the fence until something of it has arrived', () => {
  const { fence, project, pong } = stage();
  project.epoch = 2;
  assert.equal(fence.isShut, true);
  pong('1.5');
  assert.equal(fence.isShut, true);
  pong('2.5');
  assert.equal(fence.isShut, false);
});

test('data that are brought again open it, and are brought once more only when they are the next to come', () => {
  const { fence, project, marks, ask, pong, place } = stage();
  project.epoch = 2;
  assert.equal(fence.takeAgain(), true);
  ask('2.5');
  fence.markAgain();
  assert.deepEqual([marks, place(), fence.takeAgain()], [['2.5.1'], '2.5.1', false]);
  pong('2.5');
  assert.deepEqual([fence.isShut, fence.takeAgain()], [true, true]);
  pong('2.5.1');
  assert.deepEqual([fence.isShut, place()], [false, '2.5']);
});

test('what is sent behind data whose own question goes out late is followed by the data once more', () => {
  const { fence, project, ask, pong } = stage();
  ask('1.4');
  project.epoch = 2;
  fence.markAgain();
  pong('1.3');
  assert.equal(fence.takeAgain(), false);
  // Nothing that was asked before the data is open: the client may have them.
  pong('1.4');
  assert.deepEqual([fence.isShut, fence.takeAgain()], [true, true]);
});

test('where nothing is open the data are the next to come', () => {
  const { fence, project } = stage();
  project.epoch = 2;
  fence.markAgain();
  assert.equal(fence.takeAgain(), true);
});

test('a whole project is awaited until its own mark is answered, or another one is followed', () => {
  const { fence, project, marks, pong } = stage();
  fence.markProject();
  pong('1.5');
  assert.deepEqual([marks, fence.awaitsProject], [['1.5.1'], true]);
  pong('1.5.1');
  assert.equal(fence.awaitsProject, false);
  fence.markProject();
  fence.follow(project);
  assert.equal(fence.awaitsProject, false);
});

test('who follows nothing is nowhere; who comes back has what it had', () => {
  const { fence, marks, place } = stage();
  fence.goOn(4);
  assert.equal(fence.seen, 4);
  fence.follow(undefined);
  fence.markPlace();
  fence.markProject();
  assert.deepEqual([place(), fence.isShut, fence.takeAgain(), marks], ['', false, false, []]);
});
