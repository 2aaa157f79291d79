'use strict';

const assert = require('node:assert');
const { canonical } = require('./compare-datasets');
const { DerivedChecks } = require('./derived-checks');
const { checkFields } = require('./field-checks');
const { checkIdentity } = require('./identity-checks');
const { checkAddedInput } = require('./input-checks');
const { checkBirth, checkMove } = require('./placement-checks');
const { TREES } = require('./start-data');

/**
 * Checks what became of the records of one revision: each is found again by its `mark`, under the id
 * that its name stands for or a new one, in the section where it belongs, with what it said.
 */
class RecordChecks {
  /**
   * @param {import('./ledger').Ledger} ledger
   * @param {import('./project-model').ProjectModel} model before the revision
   * @param {object} revision
   * @param {string} revision.author
   * @param {string} revision.idFormat
   * @param {any} revision.sent
   * @param {any} revision.echo
   * @param {any} [revision.adoption]
   * @param {boolean} revision.isProgram is all of it what a user did, though it says no `$input`?
   * @param {any[]} revision.later the revisions behind it in the same message
   */
  constructor(ledger, model, { author, idFormat, isProgram, sent, echo, adoption, later }) {
    this.ledger = ledger;
    this.model = model;
    this.author = author;
    this.idFormat = idFormat;
    this.isProgram = isProgram;
    this.sent = sent;
    this.echo = echo;
    this.adoption = adoption;
    /** Store and name of what may stand for a record that the history has not shown. */
    this.unclear = new Set([...namesOf(later), ...ledger.hiddenNames]);
    /** @type {Set<string>} store and id of the records that this revision adds */
    this.insertedNow = new Set();
    this.adoptedNow = new Set();
  }

  run() {
    const { isProgram } = this;
    this.out = this.#outgoing();
    for (const [store, record, found] of this.#pairs('added')) this.#added(store, record, found);
    for (const store of Object.keys(this.sent.changes)) {
      if (store !== 'project' && !isProgram) checkAddedInput(this, store);
    }
    this.derived = new DerivedChecks(this);
    this.derived.checkProject();
    this.#matchUnmarked();
    for (const [store, record, found] of this.#pairs('updated')) {
      this.#updated(store, record, found);
    }
    for (const [store, change] of Object.entries(this.sent.changes)) {
      if (store !== 'project') this.#removed(store, change.removed ?? []);
    }
    for (const section of ['added', 'updated']) {
      for (const [store, record, found] of this.#pairs(section)) {
        if (!found) continue;
        const stays = section === 'updated' ? this.derived.whatStays(store, record) : record;
        checkFields(this, store, stays, found);
        if (store === 'versions') this.ledger.versions.note(stays, found);
      }
    }
  }

  /** The same for what the server adopts; to be called when the author's revision is applied. */
  runAdoption() {
    for (const [store, record, found] of this.#pairs('added')) {
      if (found?.isAdopted && found.section === 'added') this.#adopted(store, record, found.record);
    }
  }

  /** @returns {Map<string, { record: any, section: string, isAdopted: boolean }>} by mark */
  #outgoing() {
    const out = new Map();
    /** @type {Map<string, any[]>} per store, the updates that came back without their mark */
    this.unmarked = new Map();
    for (const revision of [this.echo, this.adoption]) {
      for (const [store, change] of Object.entries(revision?.changes ?? {})) {
        if (store === 'project') continue;
        for (const section of ['added', 'updated']) {
          for (const record of change[section] ?? []) {
            if (section === 'updated' && !record.mark && revision === this.echo) {
              this.unmarked.set(store, [...(this.unmarked.get(store) ?? []), record]);
              continue;
            }
            const key = `${store}/${record.mark}`;
            assert.ok(!out.has(key), `${key} came back twice`);
            out.set(key, { record, section, isAdopted: revision === this.adoption });
          }
        }
      }
    }
    return out;
  }

  /** An update may have lost its mark with what was derived: they are found by their order. */
  #matchUnmarked() {
    for (const [store, sent] of this.#pairs('updated')) {
      const stays = this.derived.whatStays(store, sent);
      if (Object.hasOwn(stays, 'mark') || Object.keys(stays).length === 1) continue;
      const record = this.unmarked.get(store)?.shift();
      assert.ok(record, `what stays of update ${canonical(sent)} was lost`);
      this.out.set(`${store}/${sent.mark}`, { record, section: 'updated', isAdopted: false });
    }
    const rest = [...this.unmarked.values()].flat();
    assert.deepStrictEqual(rest, [], 'updates of which nothing but the id should stay');
  }

  *#pairs(section) {
    for (const [store, change] of Object.entries(this.sent.changes)) {
      if (store === 'project') continue;
      for (const record of change[section] ?? []) {
        yield [store, record, this.out.get(`${store}/${record.mark}`)];
      }
    }
  }

  #added(store, sent, found) {
    const { ledger, author } = this;
    if (!found && this.#removesToo(store, sent)) {
      // Its name may have got an id, which nobody was told.
      ledger.hiddenNames.add(`${store}/${sent.$PhantomId}`);
      return;
    }
    assert.ok(found, `added ${canonical(sent)} was lost`);
    checkIdentity(this, store, sent, found);
    const { id } = found.record;
    const key = `${store}/${id}`;
    const isThere = this.model.find(store, id) !== undefined || this.insertedNow.has(key);
    if (!this.adoptedNow.has(key)) {
      const section = isThere ? 'updated' : 'added';
      assert.strictEqual(found.section, section, `${canonical(sent)} is in the wrong section`);
    }
    if (TREES.has(store)) checkBirth(this, store, sent, found);
    if (found.isAdopted) this.adoptedNow.add(key);
    else if (found.section === 'added') this.insertedNow.add(key);
    ledger.hold(store, id);
    if (sent.$PhantomId !== undefined) ledger.name(author, store, sent.$PhantomId, id);
  }

  /** What a revision adds under nothing and removes again need not be told to anyone. */
  #removesToo(store, { $PhantomId, id }) {
    const added = this.resolve(store, $PhantomId ?? id);
    const removed = this.sent.changes[store].removed ?? [];
    return removed.some((record) => this.resolve(store, record.id) === added);
  }

  /** An adopted record is under another one, or under what is left of the parents that it named. */
  #adopted(store, sent, { id, parentId, ...fields }) {
    assert.ok(!('parentIndex' in fields) && !('orderedParentIndex' in fields), `${id}: indexes`);
    if (this.adoptedNow.has(`${store}/${parentId}`)) return;
    const named = this.resolve(store, sent.$PhantomParentId ?? sent.parentId);
    const isCircle = this.adoptedNow.has(`${store}/${named}`);
    if (isCircle && (parentId ?? null) === null) return;
    const ancestor = this.ledger.survivingAncestor(this.model, store, named);
    assert.strictEqual(String(parentId ?? null), String(ancestor), `${id}: adopted where?`);
  }

  #updated(store, sent, found) {
    if (this.unclear.has(`${store}/${sent.id}`)) return;
    const id = this.resolve(store, sent.id);
    const isLeft = Object.keys(this.derived.whatStays(store, sent)).length > 1;
    if (!isLeft) assert.ok(!found, `derived ${canonical(sent)} was not left out`);
    else if (this.model.find(store, id)) assert.ok(found, `update ${canonical(sent)} was lost`);
    else if (this.#isGone(store, id)) {
      assert.ok(!found, `update ${canonical(sent)} of a removed record was not left out`);
    }
    if (found) assert.strictEqual(found.section, 'updated');
    if (found && TREES.has(store)) checkMove(this, store, sent, found.record);
    if (found && this.model.find(store, id))
      assert.strictEqual(String(found.record.id), String(id));
  }

  #removed(store, sent) {
    const echoed = new Set((this.echo.changes[store]?.removed ?? []).map(({ id }) => String(id)));
    for (const record of sent) {
      if (this.unclear.has(`${store}/${record.id}`)) continue;
      const id = this.resolve(store, record.id);
      if (this.model.find(store, id)) assert.ok(echoed.has(id), `removal of ${id} was lost`);
      else if (this.#isGone(store, id)) {
        assert.ok(!echoed.has(id), `removal of ${id}, removed before, was not left out`);
      }
    }
  }

  /** Removed by an earlier revision, and not added again by this one. */
  #isGone(store, id) {
    const key = `${store}/${id}`;
    const isAgain = this.insertedNow.has(key) || this.adoptedNow.has(key);
    return this.ledger.hasHeld(store, id) && !isAgain;
  }

  /** @returns {boolean} whether this revision adds a record under that name, or tries to */
  addsToo(store, name) {
    const id = this.resolve(store, name);
    const names = (this.sent.changes[store]?.added ?? []).map(
      (record) => record.$PhantomId ?? record.id,
    );
    return names.some((other) => other === name || this.resolve(store, other) === id);
  }

  /** @returns {boolean} whether no record of the store had that name so far, nor has by this revision */
  hadNotYet(store, name) {
    const isKnown = this.ledger.hasHeld(store, this.resolve(store, name));
    return !isKnown && !this.addsToo(store, name);
  }

  /** @returns {boolean} the same, and none will by this message */
  neverHad(store, name) {
    return this.hadNotYet(store, name) && !this.unclear.has(`${store}/${name}`);
  }

  /** @returns {string} the id that a client means when it writes `id` */
  resolve(store, id) {
    return this.ledger.lookup(this.author, store, id) ?? String(id);
  }
}

/** @returns {Set<string>} store and phantom id of everything that some revisions add */
function namesOf(revisions) {
  const names = new Set();
  for (const { changes } of revisions) {
    for (const [store, change] of Object.entries(changes)) {
      if (store === 'project') continue;
      for (const { $PhantomId } of change.added ?? []) names.add(`${store}/${$PhantomId}`);
    }
  }
  return names;
}

module.exports = { RecordChecks };
