'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { releaseLock, takeLock } = require('../../lib/session/locks');

/** A session whose dialect only shows what it is given, at a project with these locks. */
function stage(locks) {
  const dialect = {
    lock: (record, verdict, project) => ({ lock: record, verdict, project }),
    unlock: (record, success, project) => ({ unlock: record, success, project }),
  };
  return { session: { dialect, member: 'Ada' }, project: { id: 7, locks } };
}

test('a wish for a lock goes to the project, and its answer into the words of the dialect', () => {
  const asked = [];
  const { session, project } = stage({
    take: (...what) => asked.push(what) && { success: true },
    release: (...what) => asked.push(what) > 2,
  });
  const task = { type: 'tasks', id: 5 };
  assert.deepEqual(takeLock(session, project, { recordId: 5, wait: true }), {
    message: { lock: task, verdict: { success: true }, project: 7 },
  });
  takeLock(session, project, { recordType: 'tasks', recordId: 5, wait: 'yes' });
  assert.deepEqual(releaseLock(session, project, { recordId: 5 }), {
    message: { unlock: task, success: true, project: 7 },
  });
  assert.deepEqual(asked, [
    ['Ada', task, true],
    ['Ada', task, false],
    ['Ada', task],
  ]);
});

test('what names no record is refused, and all where there are no locks, or too many', () => {
  const none = stage(undefined);
  const full = stage({ take: () => ({ success: false, code: 'ERR_TOO_MANY_LOCKS' }) });
  const codeOf = ({ session, project }, act, said) => act(session, project, said).code;
  for (const said of [{}, { recordId: null }, { recordId: {} }, { recordType: 5, recordId: 1 }]) {
    assert.equal(codeOf(full, takeLock, said), 'ERR_INVALID_RECORD');
    assert.equal(codeOf(full, releaseLock, said), 'ERR_INVALID_RECORD');
  }
  assert.equal(codeOf(none, takeLock, { recordId: 1 }), 'ERR_LOCKS_OFF');
  assert.equal(codeOf(none, releaseLock, { recordId: 1 }), 'ERR_LOCKS_OFF');
  assert.equal(codeOf(full, takeLock, { recordId: 1 }), 'ERR_TOO_MANY_LOCKS');
});
