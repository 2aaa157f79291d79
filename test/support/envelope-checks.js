'use strict';

const assert = require('node:assert');

/**
 * Checks everything of a broadcast but its records: the keys, in order; gapless numbers; every
 * revision of the author in the order sent, each at most followed by one of the server.
 *
 * @param {any[]} sent the revisions of the message
 * @param {string} author
 * @param {any} broadcast the answer, parsed
 * @param {number} last the number of the revision before
 * @returns {{ sent: any, echo: any, adoption?: any }[]}
 */
function checkEnvelope(sent, author, broadcast, last) {
  assert.deepStrictEqual(Object.keys(broadcast), ['command', 'data']);
  assert.strictEqual(broadcast.command, 'project_change');
  assert.deepStrictEqual(Object.keys(broadcast.data), ['revisions', 'project']);
  assert.strictEqual(broadcast.data.project, 1);
  const rest = [...broadcast.data.revisions];
  rest.forEach(({ revision }, i) => assert.strictEqual(revision, `server-${last + 1 + i}`));
  const pairs = sent.map((revision) => {
    const echo = rest.shift();
    checkEcho(revision, author, echo);
    const adoption = rest[0]?.client === 'server' ? rest.shift() : undefined;
    if (adoption) {
      assert.deepStrictEqual(Object.keys(adoption), ['revision', 'client', 'changes']);
    }
    return { sent: revision, echo, adoption };
  });
  assert.strictEqual(rest.length, 0, 'revisions that nobody sent');
  return pairs;
}

function checkEcho(sent, author, echo) {
  assert.ok(echo, `revision ${sent.revision} did not come back`);
  const keys = ['revision', 'localRevision', 'client', 'changes'];
  if (typeof sent.conflictResolutionFor === 'string') keys.push('conflictResolutionFor');
  assert.deepStrictEqual(Object.keys(echo), keys);
  assert.strictEqual(echo.localRevision, sent.revision);
  assert.strictEqual(echo.client, author);
  assert.strictEqual(echo.conflictResolutionFor, sent.conflictResolutionFor ?? undefined);
}

module.exports = { checkEnvelope };
