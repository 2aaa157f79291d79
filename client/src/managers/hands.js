/** @typedef {Record<string, any>} Fields */
/** @typedef {{store: any, action: string, record?: any, records?: any[], changes?: Fields, isMove?: any}} StoreEvent */

/** What the scheduling engine writes, too. */
const CALCULATED = new Set(
  [
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
  ]),
);

/**
 * Watches a project of Bryntum's while it calculates what others have done: is somebody at work in it meanwhile? What the engine
 * tells of a field that it calculates looks the same as what a hand does; but a hand writes to the engine, which asks for a calculation.
 */
export class Hands {
  /** Has somebody changed something? */
  hasSeen = false;
  /** @type {StoreEvent[]} */
  #events = [];
  /** What was written to the engine: names of fields, by record. @type {Map<any, Set<string>>} */
  #written = new Map();
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

  /** @returns {Fields} what was seen, as a project says it; it may be nothing */
  get changes() {
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
    for (const [record, names] of this.#written) {
      const store = record.firstStore ?? record.stores?.[0];
      if (store && !record.hasGeneratedId)
        packOf(pack, store).updated.push({ id: record.id, ...written(record, [...names]) });
    }
    return pack;
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
      if (self && field) this.#note(self, field.name);
      return write.call(replica, identifier, ...given);
    };
  }

  /** @param {any} record @param {string} field that was written to the engine */
  #note(record, field) {
    this.#written.set(record, (this.#written.get(record) ?? new Set()).add(field));
  }

  /** @param {StoreEvent} event */
  #hear(event) {
    const { action, changes } = event;
    const isCalculated =
      action === 'update' &&
      this.#project.replica?.isCommitting &&
      Object.keys(changes ?? {}).every((name) => CALCULATED.has(name));
    if (isCalculated || !['add', 'remove', 'update'].includes(action)) return;
    this.hasSeen = true;
    this.#events.push(event);
  }
}

/** @param {Fields} pack @param {any} store @returns {Fields} what of it has changed */
const packOf = (pack, store) => (pack[store.id] ??= { added: [], updated: [], removed: [] });

/** @param {any} record @param {string[]} names of fields @returns {Fields} as the record says them to a server */
const written = (record, names) => {
  const all = record.persistableData;
  const keys = names.map((name) => record.fieldMap?.[name]?.dataSource ?? name);
  return Object.fromEntries(keys.filter((key) => key in all).map((key) => [key, all[key]]));
};
