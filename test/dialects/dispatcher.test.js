'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { flat, sync } = require('../support/dialects');
const { Dispatcher } = require('../../lib/dialects/dispatcher');
const { notingSession } = require('../support/noting-session');
const { testLog } = require('../support/test-log');

const PROJECT = {
  id: 1,
  epoch: 1,
  revision: 5,
  isTracked: () => false,
  subscribers: { add() {}, delete() {} },
};
const CHANGE = '{"command":"project_change","data":{"project":1,"revisions":[]}}';

/** A session whose messages are dispatched, and the changes that were submitted. */
function stage({ result = {}, follows = false, keepsMessages = false, ...how } = {}) {
  const noting = notingSession(how);
  const { session, sent } = noting;
  const { log, lines: logged } = testLog();
  const submitted = [];
  const changes = {
    keepsMessages,
    submit(_session, _project, bytes, answer) {
      submitted.push(bytes);
      answer(result);
    },
  };
  const delivery = { deliver: (_author, _project, told) => sent.push(told) };
  const texts = { dataset: () => [Buffer.from('{"again":1}')] };
  const project = { ...PROJECT, read: (run) => run(), texts };
  project.mark = Buffer.from('1.5');
  const projects = { find: () => project, list: () => ['a list'] };
  if (follows) session.follow(project);
  const dispatcher = new Dispatcher({
    arrivals: {},
    authenticator: {},
    changes,
    delivery,
    log,
    projects,
  });
  const say = (text, isBinary = false) => {
    const bytes = Buffer.from(text);
    assert.equal(dispatcher.dispatch(session, bytes, isBinary), undefined);
    return { answers: sent.splice(0), bytes };
  };
  return { ...noting, dispatcher, projects, project, submitted, logged, say };
}

test('a command is run in the dialect of its message', () => {
  const { say, session } = stage({ userName: 'Ada' });
  const { answers } = say('{"command":"projects","data":{}}');
  assert.deepEqual(answers, [{ command: 'projects', data: { projects: ['a list'] } }]);
  assert.equal(session.dialect.name, 'commands');
  const other = stage({ userName: 'Ada', dialect: flat });
  assert.deepEqual(other.say('{"command":"projects"}').answers, [
    { command: 'projects', projects: ['a list'] },
  ]);
});

test('what is no message, or none that there is, is answered with its code', () => {
  const { say } = stage({ userName: 'Ada' });
  const codeOf = (...message) => /\((ERR_\w+)\)$/.exec(say(...message).answers[0].message)[1];
  assert.equal(codeOf('{"command":"projects"}', true), 'ERR_BINARY_MESSAGE');
  assert.equal(codeOf('{"command":'), 'ERR_INVALID_JSON');
  assert.equal(codeOf('[1]'), 'ERR_NOT_AN_OBJECT');
  assert.equal(codeOf('{"command":7}'), 'ERR_INVALID_COMMAND');
  assert.equal(codeOf('{"command":"a","command":"b"}'), 'ERR_INVALID_COMMAND');
  assert.equal(codeOf('{"command":"constructor"}'), 'ERR_UNKNOWN_COMMAND');
  assert.equal(codeOf('{"command":"hello","data":{}}'), 'ERR_UNKNOWN_COMMAND');
});

test('a change goes to the core as it came, however it begins, and what came of it is delivered', () => {
  const result = { changed: true };
  const { say, submitted, session } = stage({ userName: 'Ada', follows: true, result });
  for (const text of [CHANGE, ` ${CHANGE}`, CHANGE.replace('project_ch', '\\u0070roject_ch')]) {
    const { answers, bytes } = say(text);
    assert.equal(submitted.pop(), bytes);
    assert.deepEqual(answers, [result]);
  }
  assert.equal(session.hasChanged, true);
});

test('where somebody may look at a change later, it is copied out of the bytes that are lent', () => {
  const setting = { userName: 'Ada', follows: true };
  const asked = stage({ ...setting, keepsMessages: true });
  const kept = stage(setting);
  kept.project.isKept = true;
  for (const { say, submitted } of [asked, kept]) {
    const { bytes } = say(CHANGE);
    bytes.fill('x');
    assert.equal(String(submitted[0]), CHANGE);
  }
});

test('a change of somebody who is nobody, or follows nothing, is refused and not made', () => {
  const stranger = stage();
  assert.deepEqual(stranger.say(CHANGE).answers, [
    { command: 'project_change', error: 'Authentication required' },
  ]);
  const idle = stage({ userName: 'Ada' });
  const [{ error, data }] = idle.say(CHANGE).answers;
  assert.match(error, /^Subscription to project is required/);
  assert.deepEqual([data, stranger.submitted, idle.submitted], [{ project: 1 }, [], []]);
});

test('a change from before a reset, or one that may have been made before, is refused and not made', () => {
  const { say, session, project, submitted } = stage({ userName: 'Ada', follows: true });
  project.epoch = 2;
  const [refused, again] = say(CHANGE).answers;
  assert.match(refused.error, /\(ERR_BEFORE_RESET\)$/);
  assert.deepEqual(again, { again: 1 });
  project.epoch = 1;
  session.isLost = true;
  assert.match(say(CHANGE).answers[0].error, /\(ERR_NOT_RESUMED\)$/);
  assert.deepEqual(submitted, []);
});

test('a refusal of the core is that of the change, or of the text where that is no message', () => {
  const refusal = (code) => {
    const how = { userName: 'Ada', follows: true, result: { code, message: 'No' } };
    return stage(how).say(CHANGE).answers[0];
  };
  assert.equal(refusal('ERR_INVALID_ID').error, 'No (ERR_INVALID_ID)');
  assert.equal(refusal('ERR_PROJECT_REQUIRED').error, 'Project id is required');
  const text = 'No (ERR_TOO_DEEP)';
  assert.deepEqual(refusal('ERR_TOO_DEEP'), { command: 'error', message: text, error: text });
});

test('of somebody unknown no long text is read', () => {
  const long = `{"command":"${'x'.repeat(70_000)}`;
  const codeOf = (how) => /\((ERR_\w+)\)$/.exec(stage(how).say(long).answers[0].message)[1];
  assert.equal(codeOf({}), 'ERR_MESSAGE_TOO_LARGE');
  assert.equal(codeOf({ userName: 'Ada' }), 'ERR_INVALID_JSON');
});

test('a command that is no change has 64 KiB', () => {
  const { say } = stage({ userName: 'Ada' });
  const command = (size) => `{"command":"projects","data":{}}`.padEnd(size);
  assert.deepEqual(say(command(65_536)).answers[0].data, { projects: ['a list'] });
  assert.match(say(command(65_537)).answers[0].message, /\(ERR_MESSAGE_TOO_LARGE\)$/);
});

test('who speaks sync is there with every message, and is answered in sync', () => {
  const { say, session, project } = stage({ userName: 'Ada', dialect: sync, follows: true });
  const touched = [];
  project.people = { touch: (member) => touched.push(member), heartbeat: () => true };
  session.member = { clientId: 'client-1' };
  assert.deepEqual(say('{"type":"heartbeat","payload":{}}').answers, []);
  const [{ type, payload }] = say('{"type":"nonsense"}').answers;
  assert.deepEqual([type, payload.code], ['error', 'ERR_UNKNOWN_COMMAND']);
  assert.deepEqual(touched, [session.member, session.member]);
});

test('a fault of the server is logged, and answered with its code alone', async () => {
  const { dispatcher, session, sent, projects, logged } = stage({ userName: 'Ada' });
  const error = 'The server failed; its log says why (ERR_INTERNAL)';
  const answer = { command: 'error', message: error, error };
  projects.list = () => {
    throw new Error('a secret place');
  };
  dispatcher.dispatch(session, Buffer.from('{"command":"projects","data":{}}'), false);
  projects.find = () => ({ ...PROJECT, read: () => Promise.reject(new Error('another')) });
  const text = '{"command":"dataset","data":{"project":1}}';
  await dispatcher.dispatch(session, Buffer.from(text), false);
  assert.deepEqual(sent, [answer, answer]);
  assert.equal(logged.length, 2);
  assert.match(logged[0], /^error: A message could not be handled: Error: a secret place/);
});

test('messages that are no commands are handed what they may need of the server, and no more', () => {
  const handed = [];
  const answer = (_session, _message, parts) => {
    handed.push(Object.keys(parts).sort());
  };
  stage({ userName: 'Ada', dialect: { ...sync, answer } }).say('{"type":"ping"}');
  assert.deepEqual(handed, [['arrivals', 'projects']]);
});
