'use strict';

const assert = require('node:assert/strict');
const { mock, test } = require('node:test');
const { calendar, sync } = require('../support/dialects');
const { PresencePace } = require('../../lib/presence/presence-pace');
const { ProjectPresence } = require('../../lib/presence/project-presence');

const PEOPLE = 5000;
const SECOND = 1000;

/** Lets time pass in steps that are shorter than any pause. */
function wait(milliseconds) {
  for (let passed = 0; passed < milliseconds; passed += 10) mock.timers.tick(10);
}

/** Where somebody is. */
const task = (id) => ({ type: 'tasks', id, isEditing: false });

test('5,000 people whose selections change cost a share of the line, hold up nobody, and end with the last', (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const pace = new PresencePace(() => Date.now());
  let [messages, bytes] = [0, 0];
  const send = (receiver, message) => {
    messages += 1;
    bytes += message.length;
    receiver.last = message;
    receiver.heardAt = Date.now();
  };
  const big = new ProjectPresence('big', pace, send);
  const small = new ProjectPresence('small', pace, send);
  t.after(() => {
    big.stop();
    small.stop();
    pace.stop();
    mock.timers.reset();
  });
  const join = (presence, clientId, dialect) => {
    const member = { clientId, userName: clientId, dialect };
    presence.join(member, true);
    return member;
  };
  const people = Array.from({ length: PEOPLE }, (_, index) => join(big, `c${index}`, calendar));
  const few = ['ada', 'eve'].map((name) => join(small, name, sync));
  wait(SECOND);

  [messages, bytes] = [0, 0];
  let events = 0;
  for (let moment = 0; moment < 100; moment += 1) {
    for (let at = moment % 10; at < PEOPLE; at += 10, events += 1)
      big.select(people[at], task(`${moment}-${at}`));
    if (moment % 10 === 5) {
      small.select(few[0], task(moment));
      const said = Date.now();
      wait(100);
      assert.ok(few[1].heardAt >= said, `the small project waits at ${moment}`);
      assert.equal(JSON.parse(few[1].last).payload.taskId, moment);
    } else wait(100);
  }
  assert.equal(events, 50_000);
  // A message for each selection to each would be 250 million.
  assert.ok(messages < 1000, `${messages} messages`);
  assert.ok(bytes < 110_000_000, `${bytes} bytes in 10 seconds`);

  for (let rest = 0; rest < 1000 && people.some(({ last }) => last !== people[0].last); rest += 1)
    wait(SECOND);
  const { data } = JSON.parse(people[PEOPLE - 1].last);
  assert.equal(people[0].last, people[PEOPLE - 1].last);
  assert.deepEqual(
    data.map(({ recordId }) => recordId),
    people.map((_, at) => `${90 + (at % 10)}-${at}`),
  );
});
