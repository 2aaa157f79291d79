'use strict';

const { oddFields, oddValue } = require('./odd-values');

const REFERENCES = {
  __proto__: null,
  resources: { calendar: 'calendars' },
  dependencies: { from: 'tasks', to: 'tasks', fromEvent: 'tasks', toTask: 'tasks' },
  assignments: { event: 'tasks', eventId: 'tasks', resource: 'resources', resourceId: 'resources' },
  calendars: {},
  changelogs: { versionId: 'versions' },
  tasks: { calendar: 'calendars', calendarId: 'calendars' },
};

/** The fields of records, with references to what is there, gone, unknown or somebody else's. */
class HostileRecords {
  /**
   * @param {import('./random').Random} random
   * @param {import('./history-names').HistoryNames} names
   */
  constructor(random, names) {
    this.random = random;
    this.names = names;
  }

  /** @returns {Record<string, any>} fields for a record of `store`, references among them */
  fields(store, author) {
    const { random, names } = this;
    const nested = () => names.nested(author);
    const fields = oddFields(random, nested, random.int(3));
    for (const [field, target] of Object.entries(REFERENCES[store] ?? {})) {
      if (random.chance(0.6)) fields[field] = names.reference(target, author);
    }
    if (random.chance(0.1)) fields.links = [nested(), { to: [nested()] }, oddValue(random, nested)];
    if (random.chance(0.05)) fields.name = names.phantom('tasks', author);
    if (random.chance(0.05)) fields.$secret = oddValue(random, nested);
    return fields;
  }

  /** @returns {Record<string, unknown>} the fields that put a new record under something */
  parent(store, author) {
    const { random, names } = this;
    const parent = random.weighted([
      [15, () => ({})],
      [9, () => ({ parentId: null })],
      [1, () => ({ parentId: '' })],
      [60, () => ({ parentId: names.reference(store, author) })],
      [15, () => this.under(names.reference(store, author))],
    ]);
    return parent();
  }

  /** The ways in which clients say that the parent is new as well. */
  under(phantom) {
    const name = String(phantom);
    return this.random.weighted([
      [5, { parentId: name, $PhantomParentId: name }],
      [3, { $PhantomParentId: name }],
      [1, { $PhantomParentId: name, parentId: null }],
      [3, { parentId: name }],
    ]);
  }

  /** Says who a new record is. */
  identify(record, store, author) {
    const { random, names } = this;
    const kind = random.weighted([
      [30, 'fresh'],
      [40, 'phantom'],
      [5, 'nobody'],
      [6, 'own id'],
      [5, 'id in use'],
      [4, 'removed id'],
      [5, 'undo'],
      [3, 'real id as phantom'],
      [2, 'both'],
    ]);
    const real = kind === 'removed id' || kind === 'undo' ? names.removed(store)?.id : undefined;
    const id = real ?? names.alive(store) ?? 'mine-1';
    if (kind === 'fresh') record.$PhantomId = names.freshPhantom(store, author);
    if (kind === 'phantom' || kind === 'both') record.$PhantomId = names.phantom(store, author);
    if (kind === 'own id') record.id = random.pick(['mine-1', 'mine-2', 'events-110', 502, '503']);
    if (kind === 'id in use' || kind === 'removed id' || kind === 'both') record.id = id;
    if (kind === 'undo' || kind === 'real id as phantom') record.$PhantomId = id;
  }

  /** @returns {object[]} `segments` of a split task */
  segments() {
    const { random } = this;
    return Array.from({ length: 1 + random.int(3) }, (_, i) => ({
      id: random.chance(0.7) ? `_generatedEventSegmentModel_${random.uuid()}` : `segment-${i}`,
      duration: random.int(5),
    }));
  }
}

module.exports = { HostileRecords };
