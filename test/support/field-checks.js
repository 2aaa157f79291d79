'use strict';

const assert = require('node:assert');
const { canonical } = require('./compare-datasets');
const { PLACE } = require('./derived-checks');
const { TREES } = require('./start-data');

/** The store in which a field's value names a record. */
const REFERENCES = {
  __proto__: null,
  ...{ event: 'tasks', eventId: 'tasks', task: 'tasks', taskId: 'tasks' },
  ...{ from: 'tasks', to: 'tasks', fromEvent: 'tasks', toEvent: 'tasks' },
  ...{ fromTask: 'tasks', toTask: 'tasks', resource: 'resources', resourceId: 'resources' },
  ...{ calendar: 'calendars', calendarId: 'calendars', versionId: 'versions' },
};
const REWRITTEN = new Set([...PLACE, 'segments']);

/**
 * Checks the fields of a record that came back: what is no reference came through unchanged, and
 * every reference to a phantom that is known by now became the real id. Nothing else is in it.
 *
 * @param {import('./record-checks').RecordChecks} checks
 * @param {string} store
 * @param {any} sent what has to be there of it
 * @param {{ record: any, section: string, isAdopted: boolean }} found
 */
function checkFields(checks, store, sent, { record, section, isAdopted }) {
  const { ledger, author } = checks;
  const isAgain = section === 'added' && sent.$PhantomId !== undefined;
  const former = (isAgain && ledger.lastFields.get(`${store}/${record.id}`)) || {};
  checkBroughtBack(former, sent, record);
  for (const key of Object.keys(record)) {
    const isKnown = Object.hasOwn(sent, key) || Object.hasOwn(former, key) || PLACE.has(key);
    assert.ok(isKnown, `${record.id} has ${key}`);
  }
  for (const key of Object.keys(sent)) {
    const mayGo = PLACE.has(key) || key.startsWith('$Phantom') || key === 'content';
    if (!mayGo) assert.ok(Object.hasOwn(record, key), `${record.id}.${key} was lost`);
    if (key.startsWith('$') || REWRITTEN.has(key) || key === 'children') continue;
    if (store === 'versions' && key === 'content') continue;
    const [before, after] = [canonical(sent[key]), canonical(record[key])];
    const target = REFERENCES[key];
    if (target && checks.unclear.has(`${target}/${sent[key]}`)) continue;
    const known = target && ledger.lookup(author, target, sent[key]);
    if (known !== undefined) {
      assert.strictEqual(String(record[key]), known, `${record.id}.${key} was ${before}`);
    } else if (section === 'updated' && isObject(sent[key])) {
      // A part of an object comes back whole.
      for (const part of Object.keys(sent[key])) {
        assert.ok(Object.hasOwn(record[key], part), `${record.id}.${key}.${part} was lost`);
      }
    } else if (!before.includes('_generated')) {
      assert.strictEqual(after, before, `${record.id}.${key} changed on the way`);
    }
  }
  assert.ok(!('$PhantomParentId' in record), `${record.id} has $PhantomParentId`);
  if (store === 'versions') assert.ok(!('content' in record), `${record.id} has its content`);
  if (TREES.has(store) && section === 'added' && !isAdopted) {
    checkParent(checks, store, sent, record);
  }
  if (Array.isArray(sent.segments)) checkSegments(checks, sent.segments, record);
  // What comes back is as it was then, with names that meant nothing yet.
  const isBack = (key) => Object.hasOwn(former, key) && !Object.hasOwn(sent, key);
  const own = Object.entries(record).filter(([key]) => !isBack(key));
  checkNoPhantoms(checks, Object.fromEntries(own));
}

/** What a record said before it was removed, and its author does not say, is there again. */
function checkBroughtBack(said, sent, record) {
  for (const key of Object.keys(said)) {
    if (PLACE.has(key) || Object.hasOwn(sent, key)) continue;
    const [now, then] = [canonical(record[key]), canonical(said[key])];
    assert.strictEqual(now, then, `${record.id}.${key} did not come back`);
  }
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkParent(checks, store, sent, record) {
  const named = sent.$PhantomParentId ?? sent.parentId;
  if (checks.unclear.has(`${store}/${named}`)) return;
  if (named === undefined || named === null || checks.neverHad(store, named)) {
    assert.strictEqual(record.parentId ?? null, null, `${record.id} got a parent`);
  } else {
    const parentId = checks.resolve(store, named);
    assert.strictEqual(String(record.parentId), parentId, `${record.id} got another parent`);
  }
}

function checkSegments({ ledger }, sent, record) {
  assert.strictEqual(record.segments.length, sent.length, `${record.id}: segments`);
  sent.forEach(({ id, duration }, i) => {
    const segment = record.segments[i];
    assert.strictEqual(segment.duration, duration, `${record.id}: segments[${i}]`);
    if (!String(id).startsWith('_generated')) assert.strictEqual(segment.id, id);
    else assert.doesNotMatch(String(segment.id), /^_generated/, `${record.id}: segments[${i}]`);
    ledger.everHeld.add(String(segment.id));
  });
}

/**
 * What is no reference to one store may not hold a phantom of any that is known. Names are exempt,
 * also those inside of a value: a segment has the name of its task.
 */
function checkNoPhantoms({ ledger, author }, record) {
  const visit = (value, path) => {
    if (typeof value === 'string' && value.startsWith('_generated')) {
      for (const store of ledger.held.keys()) {
        const known = ledger.lookup(author, store, value);
        assert.ok(known === undefined, `${record.id}${path}: ${value} is ${known}`);
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const key of Object.keys(value)) if (key !== 'name') visit(value[key], `${path}.${key}`);
    }
  };
  for (const key of Object.keys(record)) {
    const isReference = REFERENCES[key] || key === 'id' || key === 'parentId';
    if (!isReference && !key.startsWith('$')) visit({ [key]: record[key] }, '');
  }
}

module.exports = { checkFields, REFERENCES };
