'use strict';

/** A project with a store of events, as far as a manager looks at it; a browser test has Bryntum's. */
class CalendarProject {
  records = new Map();
  changes = null;
  listeners = new Set();
  eventStore = {
    getById: (id) => this.records.get(id),
    applyChangeset: ({ added, updated, removed }) => {
      for (const record of added) this.records.set(record.id, { ...record });
      for (const { $PhantomId, ...record } of updated) {
        const known = this.records.get($PhantomId) ?? this.records.get(record.id);
        this.records.delete($PhantomId);
        this.records.set(record.id, { ...known, ...record });
      }
      for (const { id } of removed) this.records.delete(id);
      this.tell({ action: 'dataset' });
    },
  };

  on({ change }) {
    this.listeners.add(change);
    return () => this.listeners.delete(change);
  }

  /** @param {{action: string, records?: object[], changes?: object}} event of the store */
  tell(event) {
    for (const listener of this.listeners) listener({ store: { id: 'events' }, ...event });
  }

  /** What happens while something is calculated. */
  meanwhile = () => {};

  async commitAsync() {
    await null;
    const { meanwhile } = this;
    this.meanwhile = () => {};
    meanwhile();
  }

  async loadInlineData({ events = [] }) {
    this.records = new Map(events.map((event) => [event.id, { ...event }]));
    this.changes = null;
    await this.commitAsync();
    // What is there when it is loaded counts as loaded.
    this.changes = null;
  }

  acceptChanges() {
    this.changes = null;
  }

  /** What a user does. */
  edit(kind, record) {
    if (kind === 'removed') this.records.delete(record.id);
    else this.records.set(record.$PhantomId ?? record.id, record);
    this.changes = { events: { ...this.changes?.events, [kind]: [record] } };
    const { $PhantomId, id = $PhantomId, ...persistableData } = record;
    const action = { added: 'add', updated: 'update', removed: 'remove' }[kind];
    const told = { id, hasGeneratedId: $PhantomId !== undefined, persistableData };
    this.tell({ action, records: [told], changes: persistableData });
  }

  get names() {
    return Array.from(this.records, ([id, { name }]) => `${id} ${name}`).sort();
  }
}

/** What a manager says next under a name. */
function next(manager, name) {
  return new Promise((resolve) => {
    const off = manager.on(name, (detail) => {
      off();
      resolve(detail);
    });
  });
}

module.exports = { CalendarProject, next };
