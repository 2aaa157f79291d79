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
 * writes looks the same as what a hand does, but that it asks for no calculation and adds, removes and renames nothing.
 */
export class Hands {
  /** Has somebody changed something? */
  hasSeen = false;
  /** @type {StoreEvent[]} */
  #events = [];
  #project;
  #replica;
  #detach;

  /** @param {any} project */
  constructor(project) {
    this.#project = project;
    this.#detach = project.on({ change: (/** @type {StoreEvent} */ event) => this.#hear(event) });
    const replica = (this.#replica = project.replica);
    if (!replica?.scheduleAutoCommit) return;
    replica.scheduleAutoCommit = (/** @type {any[]} */ ...given) => {
      this.hasSeen = true;
      return Object.getPrototypeOf(replica).scheduleAutoCommit.apply(replica, given);
    };
  }

  /** Watches no longer. */
  end() {
    this.#detach();
    if (this.#replica) delete this.#replica.scheduleAutoCommit;
  }

  /** @returns {Fields} what was seen, as a project says it; it may be nothing */
  get changes() {
    /** @type {Fields} */
    const pack = {};
    for (const { store, action, record, records = [record], changes = {}, isMove } of this
      .#events) {
      const of = (pack[store.id] ??= { added: [], updated: [], removed: [] });
      for (const one of records.filter(Boolean)) {
        if (action === 'remove' && !isMove && !one.hasGeneratedId) of.removed.push({ id: one.id });
        if (action === 'add' && one.hasGeneratedId)
          of.added.push({ ...one.persistableData, id: undefined, $PhantomId: one.id });
        if (action === 'add' && !one.hasGeneratedId) of.updated.push(one.persistableData);
        if (action === 'update' && !one.hasGeneratedId)
          of.updated.push({ id: one.id, ...written(one, Object.keys(changes)) });
      }
    }
    return pack;
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

/** @param {any} record @param {string[]} names of fields @returns {Fields} as the record says them to a server */
const written = (record, names) => {
  const all = record.persistableData;
  const keys = names.map((name) => record.fieldMap?.[name]?.dataSource ?? name);
  return Object.fromEntries(keys.filter((key) => key in all).map((key) => [key, all[key]]));
};
