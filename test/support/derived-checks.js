'use strict';

const assert = require('node:assert');
const { canonical } = require('./compare-datasets');
const { TREES } = require('./start-data');

const PLACE = new Set(['id', 'parentId', 'parentIndex', 'orderedParentIndex']);

/**
 * What a revision keeps of its updates. When something in its `$input` came too late (a record that
 * is gone, a move that cannot be made), what its author's scheduling derived from that is not true:
 * of the records that are there, only what `$input` updates stays, and where they are.
 */
class DerivedChecks {
  /** @param {import('./record-checks').RecordChecks} checks which has seen what was added */
  constructor(checks) {
    this.checks = checks;
    this.wasCut = Object.entries(checks.sent.changes).some(
      ([store, change]) =>
        store !== 'project' &&
        change.$input &&
        (this.#editsGone(store, change.$input) || this.#losesMove(store, change)),
    );
  }

  /** @returns {any} the fields of an update that stay; without any but the id, it is left out */
  whatStays(store, sent) {
    const id = this.checks.resolve(store, sent.id);
    const node = this.checks.model.find(store, id);
    if (!node) return sent;
    if (this.#derivesIndex(store, sent, node)) {
      const { parentIndex: _, ...others } = sent;
      return this.#whatStaysOf(store, others, id);
    }
    return this.#whatStaysOf(store, sent, id);
  }

  /** A chart says a `parentIndex` alone while it applies the order that a client has said. */
  #derivesIndex(store, sent, node) {
    const isUsers = this.checks.isProgram || this.checks.sent.changes[store].$input !== undefined;
    const saysMore = ['orderedParentIndex', 'parentId'].some((key) => Object.hasOwn(sent, key));
    return store === 'tasks' && !isUsers && !saysMore && node.hasSaidOrder;
  }

  #whatStaysOf(store, sent, id) {
    if (!this.wasCut) return sent;
    const said = (this.checks.sent.changes[store].$input?.updated ?? []).filter(
      (record) => this.checks.resolve(store, record.id) === id,
    );
    const isSaid = (key) => said.some((record) => Object.hasOwn(record, key));
    return only(sent, (key) => PLACE.has(key) || key.startsWith('$') || isSaid(key));
  }

  /** Checks that the fields of the project came through, without those that were derived. */
  checkProject() {
    const { sent, echo } = this.checks;
    const before = sent.changes.project;
    if (!before) return assert.ok(!echo.changes.project, 'fields of the project from nowhere');
    const isSaid = (key) => Object.hasOwn(before.$input ?? {}, key);
    const expected = this.wasCut
      ? only(before, (key) => key === 'id' || key.startsWith('$') || isSaid(key))
      : before;
    checkValues('project', echo.changes.project, expected);
    if (before.$input) checkValues('project.$input', echo.changes.project.$input, before.$input);
    return undefined;
  }

  /** Updates or removes what an earlier revision removed, and this one does not add again. */
  #editsGone(store, { updated, removed }) {
    const { model, ledger } = this.checks;
    return [...(updated ?? []), ...(removed ?? [])].some(({ id }) => {
      const real = this.checks.resolve(store, id);
      const isGone = !model.find(store, real) && ledger.hasHeld(store, real);
      return isGone && !this.checks.addsToo(store, id);
    });
  }

  /** A move that `$input` has as well came back with another parent. */
  #losesMove(store, { added, updated, $input }) {
    if (!TREES.has(store)) return false;
    const marks = new Set([...($input.added ?? []), ...($input.updated ?? [])].map((r) => r.mark));
    return [...(added ?? []), ...(updated ?? [])].some((sent) => {
      const found = this.checks.out.get(`${store}/${sent.mark}`);
      if (!marks.has(sent.mark) || found?.section !== 'updated' || found.isAdopted) return false;
      const target = sent.$PhantomParentId ?? sent.parentId;
      if (target === undefined) return false;
      const { id, parentId } = found.record;
      const isThere = this.checks.model.find(store, id) || this.checks.addsToo(store, id);
      const isRoot = target === null || this.checks.hadNotYet(store, target);
      const wanted = isRoot ? 'null' : this.checks.resolve(store, target);
      return Boolean(isThere) && String(parentId) !== wanted;
    });
  }
}

/** @returns {any} the fields of a record whose keys are accepted */
function only(record, accepts) {
  return Object.fromEntries(Object.entries(record).filter(([key]) => accepts(key)));
}

function checkValues(where, actual, expected) {
  assert.deepStrictEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), where);
  for (const key of Object.keys(expected)) {
    const value = canonical(expected[key]);
    if (key === '$input' || value.includes('_generated')) continue;
    assert.strictEqual(canonical(actual[key]), value, `${where}.${key} changed on the way`);
  }
}

module.exports = { DerivedChecks, PLACE };
