/** @typedef {Record<string, any>} Fields */
/** @typedef {{store: any, action: string, record?: any, records?: any[], changes?: Fields, isMove?: any}} StoreEvent */

/** Fields that the scheduling engine also writes. */
const CALCULATED = [
  'startDate',
  'endDate',
  'duration',
  'durationUnit',
  'effort',
  'effortUnit',
  'percentDone',
].concat([
  'earlyStartDate',
  'earlyEndDate',
  'lateStartDate',
  'lateEndDate',
  'totalSlack',
  'critical',
]);

/**
 * Distinguishes edits of the user in a Bryntum project from values calculated by the scheduling engine. The events of
 * both look the same, but an edit writes to the engine, which requests a calculation.
 */
export class Hands {
  /** Did the user change anything since the last {@link begin}? */
  hasSeen = false;
  /** The events since then. @type {StoreEvent[]} */
  #events = [];
  #isNoting = false;
  /** Names of fields edited by the user, by record, until they are sent. @type {Map<any, Set<string>>} */
  #touched = new Map();
  #project;
  /** @type {any} the project's engine */
  #replica;
  #detach;

  /** @param {any} project */
  constructor(project) {
    this.#project = project;
    this.#detach = project.on({ change: (/** @type {StoreEvent} */ event) => this.#hear(event) });
    this.#watch(project.replica);
    if (!project.createReplica) return;
    // A load makes a new one, some time after it has begun.
    project.createReplica = (/** @type {any[]} */ ...given) => {
      const replica = Object.getPrototypeOf(project).createReplica.apply(project, given);
      this.#watch(replica);
      return replica;
    };
  }

  /** Watches no longer. */
  end() {
    this.#detach();
    delete this.#project.createReplica;
    this.#watch(undefined);
  }

  /**
   * What was done up to now is not somebody's, or was sent.
   *
   * @param {boolean} isNoting are {@link changes} asked for later?
   */
  begin(isNoting) {
    this.hasSeen = false;
    this.#events = [];
    this.#touched.clear();
    this.#isNoting = isNoting;
  }

  /** @returns {Fields} what was done since {@link begin}, as a project says it; it may be nothing. No more is noted */
  changes() {
    this.#isNoting = false;
    /** @type {Fields} */
    const pack = {};
    for (const { store, action, record, records = [record], changes = {}, isMove } of this
      .#events) {
      const of = packOf(pack, store);
      for (const one of records.filter(Boolean)) {
        if (action === 'remove' && !isMove && !one.hasGeneratedId) of.removed.push({ id: one.id });
        if (action === 'add' && one.hasGeneratedId)
          of.added.push({ ...one.persistableData, id: undefined, $PhantomId: one.id });
        if (action === 'add' && !one.hasGeneratedId) of.updated.push(one.persistableData);
        if (action === 'update' && !one.hasGeneratedId)
          of.updated.push({ id: one.id, ...written(one, Object.keys(changes)) });
      }
    }
    for (const [record, names] of this.#touched) {
      const store = record.firstStore ?? record.stores?.[0];
      if (store && !record.hasGeneratedId)
        packOf(pack, store).updated.push({ id: record.id, ...written(record, [...names]) });
    }
    return pack;
  }

  /**
   * Which fields of a record the engine has calculated: all that it may, but those that somebody has changed since this was asked.
   *
   * @param {any} record of the project's, or the project itself
   * @param {Fields} change of it
   * @returns {string[]} keys of the change
   */
  takeDerived(record, change) {
    if (!this.#replica?.write || !record) return [];
    const touched = this.#touched.get(record);
    const derived = keysOf(
      record,
      CALCULATED.filter((name) => !touched?.has(name)),
    ).filter((key) => key in change);
    for (const name of [...(touched ?? [])])
      if (keysOf(record, [name])[0] in change) touched?.delete(name);
    if (touched?.size === 0) this.#touched.delete(record);
    return derived;
  }

  /** @param {any} replica where somebody writes from now on */
  #watch(replica) {
    delete this.#replica?.scheduleAutoCommit;
    delete this.#replica?.write;
    this.#replica = replica;
    if (!replica?.scheduleAutoCommit) return;
    const { scheduleAutoCommit, write } = replica;
    replica.scheduleAutoCommit = (/** @type {any[]} */ ...given) => {
      this.hasSeen = true;
      return scheduleAutoCommit.apply(replica, given);
    };
    replica.write = (/** @type {any} */ identifier, /** @type {any[]} */ ...given) => {
      const { self, field } = identifier;
      if (self && field) this.#touch(self, [field.name]);
      return write.call(replica, identifier, ...given);
    };
  }

  /** @param {any} record @param {string[]} names of fields that somebody has changed */
  #touch(record, names) {
    const touched = this.#touched.get(record) ?? new Set();
    for (const name of names) touched.add(name);
    this.#touched.set(record, touched);
  }

  /** @param {StoreEvent} event */
  #hear(event) {
    const { action, changes = {}, record } = event;
    const names = Object.keys(changes);
    const isCalculated =
      action === 'update' &&
      this.#project.replica?.isCommitting &&
      names.every((name) => CALCULATED.includes(name));
    if (isCalculated || !['add', 'remove', 'update'].includes(action)) return;
    this.hasSeen = true;
    if (this.#isNoting) this.#events.push(event);
    // What is told while it is calculated, was written to the engine before.
    if (record && action === 'update' && !this.#project.replica?.isCommitting)
      this.#touch(record, names);
  }
}

/** @param {Fields} pack @param {any} store @returns {Fields} what of it has changed */
const packOf = (pack, store) => (pack[store.id] ??= { added: [], updated: [], removed: [] });

/** @param {any} record @param {string[]} names of fields @returns {string[]} under which keys a server knows them */
const keysOf = (record, names) => names.map((name) => record.fieldMap?.[name]?.dataSource ?? name);

/** @param {any} record @param {string[]} names of fields @returns {Fields} as the record says them to a server */
const written = (record, names) => {
  const all = record.persistableData;
  return Object.fromEntries(
    keysOf(record, names)
      .filter((key) => key in all)
      .map((key) => [key, all[key]]),
  );
};
