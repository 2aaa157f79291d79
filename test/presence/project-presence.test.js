'use strict';

const assert = require('node:assert/strict');
const { mock, test } = require('node:test');
const { commands, sync } = require('../support/dialects');
const { PresencePace } = require('../../lib/presence/presence-pace');
const { ProjectPresence } = require('../../lib/presence/project-presence');
const { userColor } = require('../../lib/presence/user-color');

const SECOND = 1000;

/**
 * The presence of a project on a clock that only the test moves. Every member keeps, in `got`, what it was told.
 *
 * @param {import('node:test').TestContext} t
 */
function startPresence(t) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const sent = [];
  const send = (receiver, bytes) => {
    const message = JSON.parse(bytes);
    sent.push({ at: Date.now(), bytes: bytes.length, receiver, ...message });
    receiver.got.push(message);
  };
  const pace = new PresencePace(() => Date.now());
  const presence = new ProjectPresence(1, pace, send);
  t.after(() => {
    presence.stop();
    pace.stop();
    mock.timers.reset();
  });
  const join = (clientId, userName, { avatar, dialect = sync } = {}) => {
    const member = { clientId, userName, avatar, dialect, got: [] };
    presence.join(member, dialect === sync);
    return member;
  };
  return { presence, join, sent };
}

/** Lets time pass in steps that are shorter than any pause. */
function wait(milliseconds) {
  for (let passed = 0; passed < milliseconds; passed += 10) mock.timers.tick(10);
}

/** Where somebody is who looks at a task. */
function task(id) {
  return { type: 'tasks', id, isEditing: false };
}

/** What a member was told since the last call, as lines. */
function told(member) {
  return member.got.splice(0).map(({ type, payload }) => {
    if (type === 'presence') return `presence ${payload.users.map(shownUser).join(' ')}`.trim();
    if (type === 'selection')
      return `${payload.userName} (${payload.clientId}) selects ${payload.taskId}`;
    return `${type} ${payload.clientId}`;
  });
}

function shownUser({ clientId, name, activeTask }) {
  return `${name}/${clientId}${activeTask === undefined ? '' : `@${activeTask}`}`;
}

test('who joins is told who is there, and so are the others', (t) => {
  const { join } = startPresence(t);
  const ada = join('a', 'Ada');
  assert.deepEqual(told(ada), ['presence Ada/a']);
  wait(200);
  const ben = join('b', 'Ben');
  wait(200);
  assert.deepEqual(told(ada), ['presence Ada/a Ben/b']);
  assert.deepEqual(told(ben), ['presence Ada/a Ben/b']);
});

test('an entry of the list has exactly the keys of the protocol', (t) => {
  const { presence, join } = startPresence(t);
  const ada = join('a', 'Ada', { avatar: 'https://example.org/ada.png' });
  presence.heartbeat(ada, task(7));
  wait(200);
  const ben = join('b', 'Ben');
  wait(200);
  const [{ type, payload }] = ben.got;
  assert.equal(type, 'presence');
  const avatar = 'https://example.org/ada.png';
  assert.deepEqual(payload, {
    users: [
      { clientId: 'a', name: 'Ada', avatar, activeTask: 7, color: userColor('Ada') },
      { clientId: 'b', name: 'Ben', color: userColor('Ben') },
    ],
  });
});

test('two tabs of one user are two entries of one colour', (t) => {
  const { presence, join } = startPresence(t);
  const first = join('a1', 'Ada');
  const second = join('a2', 'Ada');
  wait(200);
  const { users } = second.got.at(-1).payload;
  assert.deepEqual(users.map(shownUser), ['Ada/a1', 'Ada/a2']);
  assert.equal(users[0].color, users[1].color);
  told(first);
  presence.leave(second);
  wait(200);
  assert.deepEqual(told(first), ['user_left a2', 'presence Ada/a1']);
});

test('who is not logged in is told of the others, and they only that it has left', (t) => {
  const { presence, join } = startPresence(t);
  const guest = join('g');
  const ada = join('a', 'Ada');
  presence.heartbeat(guest, task(1));
  presence.select(guest, task(2));
  wait(SECOND);
  assert.deepEqual(told(guest), ['presence Ada/a']);
  assert.deepEqual(told(ada), ['presence Ada/a']);
  presence.leave(guest);
  wait(SECOND);
  assert.deepEqual(told(ada), ['user_left g']);
});

test('a heartbeat tells the active task, and tells it only when it is another', (t) => {
  const { presence, join } = startPresence(t);
  const ada = join('a', 'Ada');
  told(ada);
  presence.heartbeat(ada, task('events-1'));
  wait(200);
  presence.heartbeat(ada, task('events-1'));
  wait(200);
  assert.deepEqual(told(ada), ['presence Ada/a@events-1']);
  presence.heartbeat(ada, null);
  wait(200);
  assert.deepEqual(told(ada), ['presence Ada/a']);
});

test('a selection goes to the others, and who comes later finds it in the list', (t) => {
  const { presence, join } = startPresence(t);
  const ada = join('a', 'Ada');
  const ben = join('b', 'Ben');
  wait(200);
  told(ada);
  told(ben);
  presence.select(ada, task('events-1'));
  wait(200);
  assert.deepEqual(ben.got, [
    { type: 'selection', payload: { clientId: 'a', taskId: 'events-1', userName: 'Ada' } },
  ]);
  assert.deepEqual(told(ada), []);

  const eve = join('e', 'Eve');
  wait(200);
  assert.deepEqual(told(eve), ['presence Ada/a@events-1 Ben/b Eve/e']);
  told(ben);
  presence.select(ada, null);
  wait(200);
  assert.deepEqual(told(ben), ['Ada (a) selects null']);
});

test('people of all dialects are on one list, which those read who asked for it', (t) => {
  const { presence, join } = startPresence(t);
  const ada = join('a', 'Ada');
  const ben = join('b', 'Ben', { dialect: commands });
  const eve = join('e', 'Eve', { dialect: commands });
  wait(200);
  told(ada);
  presence.select(ben, { type: 'resources', id: 'r1', isEditing: true });
  presence.listen(ben);
  presence.listen(ben);
  presence.select(eve, task(3));
  wait(200);
  assert.deepEqual(ada.got, [
    {
      type: 'selection',
      payload: {
        ...{ clientId: 'b', taskId: null, userName: 'Ben' },
        ...{ recordType: 'resources', recordId: 'r1', action: 'editing' },
      },
    },
    { type: 'selection', payload: { clientId: 'e', taskId: 3, userName: 'Eve' } },
  ]);
  const [color, bensColor, evesColor] = ['Ada', 'Ben', 'Eve'].map(userColor);
  assert.equal(ben.got.at(-1).command, 'presence');
  assert.deepEqual(ben.got.at(-1).data, {
    project: 1,
    users: [
      { client: 'a', userName: 'Ada', color, action: 'viewing' },
      {
        ...{ client: 'b', userName: 'Ben', color: bensColor },
        ...{ recordType: 'resources', recordId: 'r1', action: 'editing' },
      },
      {
        ...{ client: 'e', userName: 'Eve', color: evesColor },
        ...{ recordType: 'tasks', recordId: 3, action: 'viewing' },
      },
    ],
  });
  assert.deepEqual(eve.got, []);
});

test('who has no heartbeats stays on the list as long as the connection does', (t) => {
  const { presence, join } = startPresence(t);
  const ben = join('b', 'Ben', { dialect: commands });
  const ada = join('a', 'Ada');
  presence.listen(ben);
  wait(100 * SECOND);
  assert.deepEqual(lastNames(ben), ['Ben']);
  presence.touch(ada);
  presence.touch(ben);
  wait(200);
  assert.deepEqual(lastNames(ben), ['Ben', 'Ada']);
  presence.leave(ada);
  wait(200);
  assert.deepEqual(lastNames(ben), ['Ben']);
});

/** The names on the list that one who speaks `commands` was told last. */
function lastNames({ got }) {
  return got.at(-1).data.users.map(({ userName }) => userName);
}

test('another name of somebody makes a new list', (t) => {
  const { presence, join } = startPresence(t);
  const ada = join('a', 'Ada');
  told(ada);
  ada.userName = 'Eva';
  presence.rename(ada);
  wait(200);
  assert.deepEqual(told(ada), ['presence Eva/a']);
  assert.equal(presence.rename(join('g')), undefined);
});

test('a client that is silent for 90 seconds leaves the list, and comes back with its next word', (t) => {
  const { presence, join } = startPresence(t);
  const ada = join('a', 'Ada');
  const ben = join('b', 'Ben');
  const eve = join('e', 'Eve');
  wait(60 * SECOND);
  presence.heartbeat(ada, null);
  presence.touch(eve);
  told(ada);
  told(ben);
  wait(29 * SECOND);
  assert.deepEqual(told(ada), []);
  wait(2 * SECOND);
  assert.deepEqual(told(ada), ['user_left b', 'presence Ada/a Eve/e']);
  assert.deepEqual(told(ben), ['presence Ada/a Eve/e']);

  presence.touch(ben);
  wait(200);
  assert.deepEqual(told(ada), ['presence Ada/a Eve/e Ben/b']);
  wait(60 * SECOND);
  assert.deepEqual(told(ben).at(-1), 'presence Ben/b');
});

test('who has left is told of once, and nothing comes of it afterwards', (t) => {
  const { presence, join } = startPresence(t);
  const ada = join('a', 'Ada');
  const ben = join('b', 'Ben');
  wait(200);
  told(ada);
  presence.select(ada, task(1));
  presence.select(ben, task(1));
  presence.leave(ben);
  presence.leave(ben);
  presence.touch(ben);
  presence.select(ben, task(2));
  wait(100 * SECOND);
  assert.deepEqual(told(ada), ['user_left b', 'presence Ada/a@1', 'presence']);
});

test('when everybody has left there is nothing more to do', (t) => {
  const { presence, join, sent } = startPresence(t);
  const ada = join('a', 'Ada');
  const ben = join('b', 'Ben');
  presence.select(ada, task(1));
  presence.leave(ada);
  presence.leave(ben);
  sent.length = 0;
  wait(200 * SECOND);
  assert.deepEqual(sent, []);
});

/** The most that was sent in any one second, by what `sizeOf` says of each message. */
function mostInASecond(sent, sizeOf) {
  const seconds = new Map();
  for (const message of sent) {
    const second = Math.floor(message.at / SECOND);
    seconds.set(second, (seconds.get(second) ?? 0) + sizeOf(message));
  }
  return Math.max(0, ...seconds.values());
}

test('of a few people every selection is told, of each one the last, ten times a second', (t) => {
  const { presence, join, sent } = startPresence(t);
  const people = Array.from({ length: 5 }, (_, index) => join(`c${index}`, `Person ${index}`));
  wait(SECOND);
  sent.length = 0;
  for (let moment = 0; moment < 100; moment++) {
    for (const [index, member] of people.entries())
      presence.select(member, task(index * 1000 + moment));
    wait(10);
  }
  wait(SECOND);

  const toFirst = sent.filter(({ receiver }) => receiver === people[0]);
  assert.ok(toFirst.length >= 4 * 9 && toFirst.length <= 4 * 13, `${toFirst.length}`);
  assert.deepEqual(told(people[0]).slice(-4), [
    'Person 1 (c1) selects 1099',
    'Person 2 (c2) selects 2099',
    'Person 3 (c3) selects 3099',
    'Person 4 (c4) selects 4099',
  ]);
});

test('where a crowd moves its selections, the list tells everybody the last of each', (t) => {
  const { presence, join, sent } = startPresence(t);
  const people = Array.from({ length: 500 }, (_, index) => join(`c${index}`, `Person ${index}`));
  wait(20 * SECOND);
  sent.length = 0;
  for (let moment = 0; moment < 20; moment++) {
    for (const [index, member] of people.entries())
      presence.select(member, task(index * 100 + moment));
    wait(100);
  }
  wait(20 * SECOND);

  // A message for each change to each would be 20 * 500 * 499.
  assert.ok(sent.length < 500 * 50, `${sent.length}`);
  for (const { got } of people) {
    const { users } = got.findLast(({ type }) => type === 'presence').payload;
    assert.deepEqual(
      users.map(({ activeTask }) => activeTask),
      users.map((_, index) => index * 100 + 19),
    );
  }
});

test('when a crowd leaves, those who stay get a few messages each, and the list as it is then', (t) => {
  const { presence, join, sent } = startPresence(t);
  const people = Array.from({ length: 1000 }, (_, index) => join(`c${index}`, `P${index}`));
  const guests = Array.from({ length: 100 }, (_, index) => join(`g${index}`));
  wait(60 * SECOND);
  sent.length = 0;
  const stay = [...people.slice(900), ...guests];
  for (const member of people.slice(0, 900)) presence.leave(member);
  wait(10 * SECOND);

  // One for each who leaves would be 900 to each.
  assert.ok(sent.length <= stay.length * 20, `${sent.length}`);
  const names = people.slice(900).map(({ userName }) => userName);
  for (const { got } of stay) {
    assert.deepEqual(
      got.at(-1).payload.users.map(({ name }) => name),
      names,
    );
  }
});

test('lists of many people cost no more than a share of the line', (t) => {
  const { presence, join, sent } = startPresence(t);
  const people = Array.from({ length: 500 }, (_, index) => join(`c${index}`, `Person ${index}`));
  wait(60 * SECOND);
  sent.length = 0;
  for (let moment = 0; moment < 100; moment++) {
    for (const member of people) presence.heartbeat(member, task(moment));
    wait(100);
  }
  assert.ok(sent.length > 2 * 500, 'they do come');
  const most = mostInASecond(sent, ({ bytes }) => bytes);
  assert.ok(most < 12e6, `${most} bytes a second`);
});

test('a selection does not wait for a long round of lists', (t) => {
  const { presence, join } = startPresence(t);
  const people = Array.from({ length: 500 }, (_, index) => join(`c${index}`, `Person ${index}`));
  wait(60 * SECOND);
  for (const [index, member] of people.entries()) presence.heartbeat(member, task(index));
  wait(500);
  people[0].got.length = 0;
  presence.select(people[2], task('here'));
  wait(400);
  assert.ok(told(people[0]).includes('Person 2 (c2) selects here'));
});
