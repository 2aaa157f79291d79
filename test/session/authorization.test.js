'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { Rights } = require('../../lib/access/rights');
const { REFUSALS, authorize } = require('../../lib/session/authorization');

const PROJECT = { id: 1 };
const projects = {
  find: (id, rights) => (String(id) === '1' && rights.maySee(1) ? PROJECT : undefined),
};
const somebody = (visible = '*', mayReset = false) => ({
  identity: { rights: new Rights(visible, mayReset, true) },
});
const ask = (session, needs, id, more = {}) => authorize(session, projects, { needs, ...more }, id);

test('what needs nothing is for everybody, everything else for who is logged in', () => {
  assert.deepEqual(ask({}, 'nothing'), {});
  for (const needs of ['login', 'project', 'subscription']) {
    assert.deepEqual(ask({}, needs, 1), { refusal: REFUSALS.login });
  }
  assert.deepEqual(ask(somebody(), 'login'), {});
});

test('what needs a project gets the one that is named, if it may be seen', () => {
  for (const id of [1, '1']) assert.deepEqual(ask(somebody(), 'project', id), { project: PROJECT });
  for (const id of [undefined, null, '', true, {}, [1]]) {
    assert.deepEqual(ask(somebody(), 'project', id), { refusal: REFUSALS.project });
  }
  assert.deepEqual(ask(somebody(), 'project', 2), { refusal: REFUSALS.rights });
  assert.deepEqual(ask(somebody([2]), 'project', 1), { refusal: REFUSALS.rights });
});

test('a reset needs the right to it, before anything is said of the subscription', () => {
  const reset = { right: 'reset' };
  const refusal = REFUSALS.rights;
  assert.deepEqual(ask(somebody(), 'subscription', 1, reset), { refusal });
  const may = { ...somebody('*', true), project: PROJECT };
  assert.deepEqual(ask(may, 'subscription', 1, reset), { project: PROJECT });
});

test('what needs a subscription needs that to the project that is named', () => {
  const following = { ...somebody(), project: PROJECT };
  assert.deepEqual(ask(following, 'subscription', 1), { project: PROJECT });
  const elsewhere = { ...somebody(), project: { id: 2 } };
  const refusal = REFUSALS.subscription;
  assert.deepEqual(ask(elsewhere, 'subscription', '1'), { refusal, fields: { project: 1 } });
});
