'use strict';

const assert = require('node:assert/strict');
const { mock, test } = require('node:test');
const { calendar, sync } = require('../support/dialects');
const { MESSAGE_COST, PresencePace } = require('../../lib/presence/presence-pace');
const { MOST_LISTED, ProjectPresence } = require('../../lib/presence/project-presence');

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
  const cost = bytes + messages * MESSAGE_COST;
  assert.ok(cost < 110_000_000, `${messages} messages of ${bytes} bytes in 10 seconds`);

  let seconds = 0;
  const areAlike = () => people.every(({ last }) => last === people[0].last);
  for (; seconds < 1000 && (!areAlike() || !people[0].last.includes('"99-199"')); seconds += 1)
    wait(SECOND);
  assert.ok(seconds <= 30, `the last list has reached everybody after ${seconds} seconds`);
  const { data, count } = JSON.parse(people[0].last);
  assert.equal(count, PEOPLE);
  assert.deepEqual(
    data.map(({ recordId }) => recordId),
    people.slice(0, MOST_LISTED).map((_, at) => `${90 + (at % 10)}-${at}`),
  );

  // Who edits is told before all others, wherever they are in the order.
  big.select(people[PEOPLE - 1], { ...task('dug'), isEditing: true });
  wait(30 * SECOND);
  assert.ok(areAlike());
  const later = JSON.parse(people[0].last).data;
  assert.deepEqual([later.length, later.at(-1).recordId], [MOST_LISTED, 'dug']);
  for (const person of people.slice(MOST_LISTED)) big.leave(person);
  wait(30 * SECOND);
  const all = JSON.parse(people[0].last);
  assert.deepEqual([all.data.length, all.count], [MOST_LISTED, undefined]);
});
