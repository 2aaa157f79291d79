'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { sync } = require('../../support/dialects');
const { welcome } = require('../../../lib/dialects/sync/arrival');
const { bareProject, notingSession } = require('../../support/noting-session');

test('who comes gets init first: the client id, its secret, the project and its revision', () => {
  const { session, connection, sent } = notingSession({ dialect: sync, userName: 'Ada' });
  const project = bareProject({
    texts: { dataset: (view) => [Buffer.from(`{"view":"${view}"}`)] },
  });
  session.follow(project);
  const guest = { dialect: sync, project };
  const received = [];
  const arrivals = {
    receive(...[one, other, greet]) {
      received.push(one, other);
      greet({ clientId: 'new', resume: 'secret' });
    },
  };
  welcome(arrivals, session, guest);
  assert.deepEqual(received, [session, guest]);
  const payload = { clientId: 'new', resume: 'secret', project: { view: 'data' }, revision: 5 };
  assert.deepEqual(sent, [{ type: 'init', payload }]);
  assert.deepEqual(connection.marks, ['1.5']);
});
