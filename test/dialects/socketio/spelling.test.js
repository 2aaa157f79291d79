'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { socketio } = require('../../support/dialects');

test('what the server says is an event', () => {
  assert.deepEqual(socketio.complain('ERR_LOCKS_OFF'), [
    'calendar:error',
    { code: 'ERR_LOCKS_OFF', message: 'Records of this server cannot be locked.' },
  ]);
  const place = { type: 'events', id: 5, isEditing: true };
  const ada = { clientId: 'a', userName: 'Ada', color: '#123456' };
  assert.deepEqual(
    JSON.parse(
      JSON.stringify(
        socketio.people([
          { ...ada, place },
          { ...ada, place: null },
        ]),
      ),
    ),
    [
      'calendar:presence',
      [
        {
          ...{ userId: 'a', userName: 'Ada', color: '#123456' },
          ...{ recordType: 'events', recordId: 5, action: 'editing' },
        },
        { userId: 'a', userName: 'Ada', color: '#123456', action: 'viewing' },
      ],
    ],
  );
  const event = { type: 'events', id: 5 };
  assert.deepEqual(socketio.lock(event, { success: true, fence: 1 }), [
    'calendar:lock',
    { type: 'events', id: 5, success: true, fence: 1 },
  ]);
  assert.deepEqual(socketio.unlock(event, false)[1], { type: 'events', id: 5, success: false });
});

test('a whole project is an event with all of it, and its revision', () => {
  const project = {
    revision: 7,
    texts: { dataset: (view) => [Buffer.from(`{"${view}"`), Buffer.from(':1}')] },
  };
  const text = Buffer.concat(socketio.whole(project, false)).toString();
  assert.equal(text, '["calendar:load",{"data":1},{"revision":7}]');
});

test('a change is found by how it begins, and its changes are its data', () => {
  assert.ok('{"type":"calendar:change","data":{}}'.startsWith(String(socketio.changeStart)));
  assert.deepEqual(socketio.changesOf({ data: { events: {} } }), [{ events: {} }]);
});
