'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Broadcaster } = require('../../lib/net/broadcaster');
const { Delivery } = require('../../lib/project/delivery');
const { Subscribers } = require('../../lib/project/subscribers');
const { DIALECTS, commands: spoken } = require('../support/dialects');

/** A project with two people of each dialect, and what they get: marks in brackets. */
function stage(tracked = []) {
  const got = {};
  const subscribers = new Subscribers(DIALECTS);
  const people = {};
  for (const dialect of DIALECTS) {
    for (const name of [`${dialect.name} 1`, `${dialect.name} 2`]) {
      got[name] = [];
      const connection = {
        send: (message) => got[name].push(`${message}`),
        mark: (mark) => got[name].push(`[${mark}]`),
      };
      people[name] = { connection, dialect };
      subscribers.add(people[name]);
    }
  }
  const project = {
    subscribers,
    isTracked: ({ name }) => tracked.includes(name),
    mark: Buffer.from('1.9'),
  };
  const delivery = new Delivery(new Broadcaster({ error: assert.fail }));
  const deliver = (author, told) => {
    delivery.deliver(people[author] ?? author, project, told);
    return got;
  };
  return { deliver };
}

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((text) => Buffer.from(text));

test('a usual change goes to all who speak commands, its author included', () => {
  const got = stage().deliver('commands 1', { changed: true, broadcast: a });
  assert.deepEqual(got['commands 1'], ['a']);
  assert.deepEqual(got['commands 2'], ['a']);
  assert.deepEqual([got['flat 1'], got['sync 1']], [[], []]);
});

test('the author of another dialect gets what is for it in place of what the others get', () => {
  const told = { changed: true, broadcast: a, told: [undefined, [b, c], [c]], author: [d, d] };
  const got = stage().deliver('sync 1', told);
  assert.deepEqual(got['sync 1'], ['d', 'd']);
  assert.deepEqual(got['sync 2'], ['c']);
  for (const name of ['flat 1', 'flat 2']) assert.deepEqual(got[name], ['b', 'c']);
  for (const name of ['commands 1', 'commands 2']) assert.deepEqual(got[name], ['a']);
});

test('an author who is put right gets that alone, also where it speaks commands', () => {
  const got = stage().deliver('commands 1', { changed: true, broadcast: a, author: [d] });
  assert.deepEqual([got['commands 1'], got['commands 2']], [['d'], ['a']]);
});

test('those of whom one has to know it are asked what they have seen, when there is something new', () => {
  const told = { changed: true, broadcast: a, told: [undefined, [b]] };
  const got = stage(['flat']).deliver('commands 1', told);
  assert.deepEqual([got['flat 1'], got['commands 1']], [['b', '[1.9]'], ['a']]);
  const nothing = stage(['flat']).deliver('flat 1', { changed: false, author: [d] });
  assert.deepEqual([nothing['flat 1'], nothing['flat 2']], [['d'], []]);
});

test('an author who has gone keeps nobody from being told', () => {
  const gone = { connection: { send: () => {} }, dialect: spoken };
  const got = stage().deliver(gone, { changed: true, broadcast: a, author: [d] });
  assert.deepEqual([got['commands 1'], got['commands 2']], [['a'], ['a']]);
});
