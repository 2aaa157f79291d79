'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Connections } = require('../../lib/net/connections');

test('signs of life are asked of a few connections at a time, of each once in an interval', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const connections = new Connections(1);
  const asked = [];
  const cutOff = [];
  const add = (name, isAlive) => {
    const connection = {
      checkAlive: () => isAlive(asked.push(name)),
      terminate() {
        cutOff.push(name);
        connections.remove(this);
      },
    };
    connections.add(connection);
    return connection;
  };
  const seen = [];
  const pass = (steps) => {
    for (let i = 0; i < steps; i++) {
      t.mock.timers.tick(250);
      seen.push(asked.splice(0).join(''));
    }
  };
  const [first] = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => add(name, () => true));
  add('m', () => !seen.some((names) => names.includes('m')));
  connections.startPings();
  pass(4);
  connections.remove(first);
  pass(8);
  assert.deepEqual(seen, ['ae', 'bf', 'cm', 'd', 'e', 'bf', 'cm', 'd', 'e', 'bf', 'c', 'd']);
  assert.deepEqual(cutOff, ['m']);
  assert.equal(connections.size, 5);
});

test('who does not say goodbye in time when the server ends is cut off', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const connections = new Connections(0);
  const done = [];
  const connection = {
    close: (status) => done.push(status),
    terminate(reason) {
      done.push(reason);
      connections.remove(connection);
    },
  };
  connections.add(connection);
  const closed = connections.close(1000);
  t.mock.timers.tick(999);
  assert.deepEqual(done, [1012]);
  t.mock.timers.tick(1);
  await closed;
  assert.deepEqual(done, [1012, 'The server stops']);
});

test('the end comes when all have closed, at once where there is none, and nobody is asked behind it', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
  await new Connections(1).close(1000);
  const connections = new Connections(1);
  const done = [];
  const all = ['a', 'b'].map((name) => ({
    checkAlive: () => done.push(`ask ${name}`),
    close: (status) => done.push(`close ${name} ${status}`),
    terminate: () => done.push(`terminate ${name}`),
  }));
  for (const connection of all) connections.add(connection);
  connections.startPings();
  const closed = connections.close(1000).then(() => done.push('closed'));
  t.mock.timers.tick(500);
  connections.remove(all[0]);
  await Promise.resolve();
  assert.deepEqual(done, ['close a 1012', 'close b 1012']);
  connections.remove(all[1]);
  await closed;
  t.mock.timers.tick(5000);
  assert.deepEqual(done, ['close a 1012', 'close b 1012', 'closed']);
});

test('without an interval nobody is asked', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const connections = new Connections(0);
  connections.add({ checkAlive: () => assert.fail('asked') });
  connections.startPings();
  t.mock.timers.tick(100_000);
  assert.equal(connections.size, 1);
});
