'use strict';

const CLASSES = {
  __proto__: null,
  tasks: 'TaskModel',
  resources: 'ResourceModel',
  dependencies: 'DependencyModel',
  assignments: 'AssignmentModel',
  calendars: 'CalendarModel',
};

/**
 * The ids and phantom ids with which the authors of one history name records: well, badly, too late.
 */
class HistoryNames {
  /**
   * @param {import('./random').Random} random
   * @param {{ model: import('./project-model').ProjectModel, removed: Map<string, any[]> }} world
   *     `model`: what the server has; `removed`: per store, the records that it had
   */
  constructor(random, world) {
    this.random = random;
    this.world = world;
    /** @type {{ store: string, author: string, name: string | number }[]} */
    this.used = [];
  }

  /** @returns {string | number} a name for a record that `author` adds; often used before */
  phantom(store, author) {
    const { random } = this;
    const className = CLASSES[store] ?? 'ClassModel';
    const make = random.weighted([
      [60, () => `_generated${className}_${random.uuid()}`],
      [8, () => this.#usedBy((use) => use.author === author && use.store === store)],
      [4, () => this.#usedBy((use) => use.store === store)],
      [4, () => this.#usedBy((use) => use.author !== author)],
      [8, () => `_generated${className}_${1 + random.int(6)}`],
      [8, () => `_generatedClassModelUID_${1 + random.int(8)}`],
      [5, () => `mine-${1 + random.int(5)}`],
      [3, () => 501 + random.int(4)],
    ]);
    const name = make() ?? `_generated${className}_${random.uuid()}`;
    this.remember(store, author, name);
    return name;
  }

  /** @returns {string} a name that nobody has used */
  freshPhantom(store, author) {
    const name = `_generated${CLASSES[store] ?? 'ClassModel'}_${this.random.uuid()}`;
    this.remember(store, author, name);
    return name;
  }

  remember(store, author, name) {
    this.used.push({ store, author, name });
    if (this.used.length > 60) this.used.splice(0, 20);
  }

  /** @returns {string | number} what a careless client writes where it means a record of `store` */
  reference(store, author) {
    const { random } = this;
    const make = random.weighted([
      [66, () => this.alive(store)],
      [12, () => this.#usedBy((use) => use.author === author && use.store === store)],
      [4, () => this.#usedBy((use) => use.store === store)],
      [10, () => this.removed(store)?.id],
      [5, () => this.unknown()],
      [3, () => this.otherType(this.alive(store))],
    ]);
    return make() ?? this.unknown();
  }

  /** @returns {any} the id of a record that is there, undefined when there is none */
  alive(store) {
    const id = this.random.pick(this.world.model.ids(store));
    return id === undefined ? undefined : this.world.model.find(store, id).fields.id;
  }

  /** @returns {any} a record that was removed, the latest most likely */
  removed(store) {
    const list = this.world.removed.get(store) ?? [];
    return this.random.chance(0.7) ? this.random.pick(list.slice(-6)) : this.random.pick(list);
  }

  unknown() {
    return this.random.pick(['nobody', 'events-9001', 777, 'toString', '_generatedTaskModel_none']);
  }

  /** Ids compare by their text: 7 and "7" are one. */
  otherType(id) {
    if (typeof id === 'number') return String(id);
    return typeof id === 'string' && /^[1-9]\d{0,8}$/.test(id) ? Number(id) : id;
  }

  /** @returns {string} a name with `_generated` for use inside of a value */
  nested(author) {
    const isNested = (use) => String(use.name).startsWith('_generated') && use.author === author;
    return String(this.#usedBy(isNested) ?? '_generatedTaskModel_none');
  }

  #usedBy(accepts) {
    return this.random.pick(this.used.filter(accepts))?.name;
  }
}

module.exports = { HistoryNames };
