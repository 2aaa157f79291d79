'use strict';

/**
 * How the authors of a history fill `$input`:
 * - `full`: a copy of the change, as after an edit by hand; whoever applies only `$input` keeps up;
 * - `partial`: removals, records that come again and derived fields are missing here and there;
 * - `missing`: some stores have none, as in the follow-up of a client that reschedules;
 * - `lying`: a copy of the change, and more that the change does not say.
 *
 * @typedef {'full' | 'partial' | 'missing' | 'lying'} InputMode
 */

/** The changes of a revision while they are put together. */
class DraftRevision {
  /** @param {() => string} nextMark gives every record a field by which its copies are found */
  constructor(nextMark) {
    this.nextMark = nextMark;
    /** @type {Record<string, Record<string, any[]>>} */
    this.stores = Object.create(null);
    /** @type {Record<string, unknown> | undefined} */
    this.project = undefined;
    /** Records that `$input` may lack: the server completes it, or others derive them. */
    this.mayBeLeftOut = new Set();
    /** Of these, what the client's scheduling made: most are missing. */
    this.derived = new Set();
    /** @type {{ store: string, section: string, record: any }[]} what only `$input` says */
    this.lies = [];
  }

  lie(store, section, record) {
    record.mark = this.nextMark();
    this.lies.push({ store, section, record });
  }

  add(store, record) {
    record.mark = this.nextMark();
    this.#section(store, 'added').push(record);
  }

  /** Undo of a delete. One that has no parent moves nothing, should the record be there again. */
  addAgain(store, record, isKnown) {
    if (isKnown && !Object.hasOwn(record, 'parentId')) this.mayBeLeftOut.add(record);
    this.add(store, record);
  }

  derive(store, record) {
    this.derived.add(record);
    this.update(store, record);
  }

  update(store, record) {
    record.mark = this.nextMark();
    if (!Object.hasOwn(record, 'parentId')) this.mayBeLeftOut.add(record);
    this.#section(store, 'updated').push(record);
  }

  remove(store, id) {
    const record = { id };
    this.mayBeLeftOut.add(record);
    this.#section(store, 'removed').push(record);
  }

  /**
   * @param {import('./random').Random} random
   * @param {InputMode} inputMode
   * @returns {Record<string, any>} `changes` of a revision
   */
  toChanges(random, inputMode) {
    const changes = Object.create(null);
    for (const [store, sections] of Object.entries(this.stores)) {
      const change = { ...sections };
      if (inputMode !== 'missing' || random.chance(0.7)) {
        change.$input = this.#input(store, sections, random, inputMode);
      } else if (random.chance(0.1)) {
        change.$input = null;
      }
      if (random.chance(0.02)) change[random.pick(['added', 'updated', 'removed'])] ??= null;
      changes[store] = change;
    }
    if (this.project) {
      const { id, ...fields } = this.project;
      changes.project = { ...this.project };
      const isSaid = inputMode === 'partial' ? random.chance(0.6) : inputMode !== 'missing';
      if (isSaid) changes.project.$input = this.#copy(fields, random, inputMode);
    }
    return changes;
  }

  #input(store, sections, random, inputMode) {
    if (inputMode === 'partial' && this.#mayAllBeLeftOut(sections) && random.chance(0.2)) return {};
    const input = {};
    for (const [section, records] of Object.entries(sections)) {
      const isFixed = section === 'added' && !areDifferent(records);
      input[section] = records
        .filter((record) => isFixed || !this.#leavesOut(record, random, inputMode))
        .map((record) =>
          section === 'updated' ? this.#copy(record, random, inputMode) : { ...record },
        );
    }
    for (const lie of this.lies) {
      if (lie.store === store) (input[lie.section] ??= []).push(lie.record);
    }
    return input;
  }

  #leavesOut(record, random, inputMode) {
    if (inputMode !== 'partial' || !this.mayBeLeftOut.has(record)) return false;
    return random.chance(this.derived.has(record) ? 0.7 : 0.25);
  }

  /** The fields that the user set, in a record in which others may be derived. */
  #copy(record, random, inputMode) {
    const copy = { ...record };
    for (const key of Object.keys(record)) {
      const mayGo = inputMode === 'partial' && !['id', 'mark', 'parentId'].includes(key);
      if (mayGo && random.chance(0.25)) delete copy[key];
    }
    return copy;
  }

  #mayAllBeLeftOut(sections) {
    return Object.values(sections).every((list) => list.every((r) => this.mayBeLeftOut.has(r)));
  }

  #section(store, section) {
    const sections = (this.stores[store] ??= Object.create(null));
    return (sections[section] ??= []);
  }
}

/** Real ids, each once: else `$input` may add what is there already, with the copy left out. */
function areDifferent(added) {
  const ids = added.map(({ $PhantomId }) => String($PhantomId));
  return new Set(ids).size === ids.length && !ids.some((id) => /^undefined$|^_gen/.test(id));
}

module.exports = { DraftRevision };
