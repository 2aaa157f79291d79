'use strict';

/** Records of one kind, in order of arrival. */
class PlainStore {
  /** @type {Map<string, Record<string, any>>} */
  records = new Map();

  load(record) {
    this.records.set(String(record.id), record);
  }

  add(record) {
    const known = this.records.get(String(record.id));
    if (known) this.update(record);
    else this.records.set(String(record.id), record);
  }

  update(record) {
    const known = this.records.get(String(record.id));
    if (!known) return;
    for (const key of Object.keys(record)) {
      if (key !== 'id' && key[0] !== '$') known[key] = record[key];
    }
  }

  /** @returns {Record<string, any>[]} what is gone */
  remove(id) {
    const known = this.records.get(String(id));
    this.records.delete(String(id));
    return known ? [known] : [];
  }

  toRows() {
    return [...this.records.values()];
  }
}

/** Records with a parent; each parent has the set of its children, which is sorted when a dataset asks for it. */
class PlainTree extends PlainStore {
  /** @type {Map<string, Set<Record<string, any>>>} */
  #children = new Map([['', new Set()]]);
  /** What orders a record among its siblings. @type {Map<Record<string, any>, number>} */
  #places = new Map();
  /** Those whose parent came by nesting alone do not show it. @type {Set<Record<string, any>>} */
  #nested = new Set();
  #isOrdered;

  /** @param {boolean} isOrdered whether siblings have an order of their own, shown in two indexes */
  constructor(isOrdered) {
    super();
    this.#isOrdered = isOrdered;
  }

  load(record, isNested, position) {
    const { orderedParentIndex, parentIndex, ...fields } = record;
    super.load(fields);
    if (isNested) this.#nested.add(fields);
    this.#places.set(fields, orderedParentIndex ?? parentIndex ?? position);
    this.#siblings(fields).add(fields);
  }

  add(record) {
    if (this.records.has(String(record.id))) {
      this.update(record);
      return;
    }
    const { orderedParentIndex, parentIndex, ...fields } = record;
    this.records.set(String(fields.id), fields);
    this.#places.set(fields, orderedParentIndex ?? parentIndex ?? Infinity);
    this.#siblings(fields).add(fields);
  }

  update(record) {
    const known = this.records.get(String(record.id));
    if (!known) return;
    const { orderedParentIndex, parentIndex } = record;
    const moves = 'parentId' in record && String(record.parentId ?? '') !== parentOf(known);
    if (moves) {
      this.#siblings(known).delete(known);
      this.#nested.delete(known);
    }
    for (const key of Object.keys(record)) {
      if (key !== 'id' && key[0] !== '$') known[key] = record[key];
    }
    delete known.orderedParentIndex;
    delete known.parentIndex;
    const place = orderedParentIndex ?? parentIndex ?? (moves ? Infinity : undefined);
    if (typeof place === 'number') this.#places.set(known, place);
    if (moves) this.#siblings(known).add(known);
  }

  remove(id) {
    const known = this.records.get(String(id));
    if (!known) return [];
    const gone = [known];
    for (const record of gone) gone.push(...(this.#children.get(String(record.id)) ?? []));
    this.#siblings(known).delete(known);
    for (const record of gone) {
      this.records.delete(String(record.id));
      this.#children.delete(String(record.id));
      this.#places.delete(record);
      this.#nested.delete(record);
    }
    return gone;
  }

  /** Is `id` the record `ancestor`, or below it? */
  isBelow(id, ancestor) {
    for (let at = String(id ?? ''); at !== ''; at = parentOf(this.records.get(at) ?? {})) {
      if (at === String(ancestor)) return true;
    }
    return false;
  }

  /** The place of a record as the server has it. */
  place(id) {
    const known = this.records.get(String(id));
    const siblings = this.#sorted(parentOf(known));
    return { parentId: known.parentId ?? null, index: siblings.indexOf(known) };
  }

  toRows(parent = '') {
    return this.#sorted(parent).map((record, index) => {
      const row = { ...record };
      if (this.#nested.has(record)) delete row.parentId;
      if (this.#isOrdered) {
        row.parentIndex = index;
        row.orderedParentIndex = index;
      }
      if (this.#children.get(String(record.id))?.size > 0) {
        row.children = this.toRows(String(record.id));
      }
      return row;
    });
  }

  #siblings(record) {
    const parent = parentOf(record);
    let siblings = this.#children.get(parent);
    if (!siblings) this.#children.set(parent, (siblings = new Set()));
    return siblings;
  }

  #sorted(parent) {
    const siblings = [...(this.#children.get(parent) ?? [])];
    if (!this.#isOrdered) return siblings;
    const place = (record) => this.#places.get(record);
    return siblings.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  }
}

function parentOf({ parentId }) {
  return String(parentId ?? '');
}

module.exports = { PlainStore, PlainTree };
