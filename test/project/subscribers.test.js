'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { MODE } = require('../../lib/native/mode');
const { Subscribers } = require('../../lib/project/subscribers');

const one = (name) => ({ dialect: { name } });

test('subscribers are kept by dialect, and all of them are all', () => {
  const subscribers = new Subscribers();
  const [a, b, c] = ['sync', 'commands', 'flat'].map(one);
  for (const each of [a, b, c, b]) subscribers.add(each);
  assert.deepEqual([...subscribers], [b, c, a]);
  assert.deepEqual([...subscribers.flat], [c]);
  subscribers.delete(c);
  subscribers.delete(c);
  assert.deepEqual([...subscribers], [b, a]);
});

test('the core has to encode a change for the dialects that somebody speaks beside commands', () => {
  const subscribers = new Subscribers();
  const [flat, sync, other] = ['flat', 'sync', 'sync'].map(one);
  const modes = [subscribers.mode];
  const after = (what, who) => {
    subscribers[what](who);
    modes.push(subscribers.mode);
  };
  after('add', one('commands'));
  after('add', flat);
  after('add', sync);
  after('add', other);
  after('delete', flat);
  after('delete', sync);
  after('delete', other);
  const { FOR_FLAT, FOR_SYNC } = MODE;
  const both = FOR_FLAT + FOR_SYNC;
  assert.deepEqual(modes, [0, 0, FOR_FLAT, both, both, FOR_SYNC, FOR_SYNC, 0]);
});
