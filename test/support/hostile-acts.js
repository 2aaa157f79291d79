'use strict';

const { HostileRecords } = require('./hostile-records');
const { oddFields, setOddIndexes } = require('./odd-values');
const { TREES } = require('./start-data');

const FLAT_STORES = [
  ...['resources', 'dependencies', 'assignments', 'calendars', 'calendars', 'versions'],
  ...['changelogs', 'timeRanges', '__proto__', 'toString', 'größen'],
];

/**
 * What an author does to a project: one act adds to one draft of a revision. Acts are hostile: they
 * name records that are gone, were never there or are somebody else's, and they make circles.
 */
class HostileActs {
  /**
   * @param {import('./random').Random} random
   * @param {import('./history-names').HistoryNames} names
   * @param {{ model: import('./project-model').ProjectModel, removed: Map<string, any[]> }} world
   */
  constructor(random, names, world) {
    this.random = random;
    this.names = names;
    this.world = world;
    this.records = new HostileRecords(random, names);
  }

  /**
   * @param {import('./draft-revision').DraftRevision} draft
   * @param {string} author
   */
  any(draft, author) {
    const { random } = this;
    const crowded = this.world.model.ids('tasks').length > 60;
    const act = random.weighted([
      [14, () => this.addTask(draft, author)],
      [crowded ? 1 : 6, () => this.addChain(draft, author)],
      [2, () => this.addCircle(draft, author)],
      [18, () => this.updateTask(draft, author)],
      [14, () => this.moveTask(draft, author)],
      [7, () => this.editTooLate(draft, author)],
      [4, () => this.reorder(draft)],
      [crowded ? 30 : 10, () => this.removeTask(draft, author)],
      [5, () => this.undoRemove(draft, author)],
      [10, () => this.addFlat(draft, author)],
      [8, () => this.updateFlat(draft, author)],
      [6, () => this.removeFlat(draft, author)],
      [6, () => this.setProjectFields(draft, author)],
    ]);
    act();
  }

  addTask(draft, author, parent = this.records.parent('tasks', author)) {
    const record = this.records.fields('tasks', author);
    setOddIndexes(this.random, record);
    Object.assign(record, parent);
    if (this.random.chance(0.08)) record.segments = this.records.segments();
    if (this.random.chance(0.05)) record.children = this.random.pick([null, [], true]);
    this.records.identify(record, 'tasks', author);
    draft.add('tasks', record);
    return record.$PhantomId;
  }

  /** A parent with children and theirs, in any order, under anything. */
  addChain(draft, author) {
    const { random, names } = this;
    let parent = this.records.parent('tasks', author);
    const chain = [];
    for (let i = 2 + random.int(3); i > 0; i--) {
      const $PhantomId = names.freshPhantom('tasks', author);
      chain.push({ ...this.records.fields('tasks', author), ...parent, $PhantomId });
      parent = random.chance(0.2) ? parent : this.records.under($PhantomId);
    }
    for (const record of random.shuffle(chain)) draft.add('tasks', record);
  }

  addCircle(draft, author) {
    const { random, names } = this;
    const circle = Array.from({ length: 1 + random.int(3) }, () =>
      names.freshPhantom('tasks', author),
    );
    circle.forEach(($PhantomId, i) => {
      const parent = this.records.under(circle[(i + 1) % circle.length]);
      draft.add('tasks', { ...this.records.fields('tasks', author), ...parent, $PhantomId });
    });
    if (random.chance(0.5)) this.addTask(draft, author, this.records.under(circle[0]));
  }

  updateTask(draft, author) {
    const record = {
      ...this.records.fields('tasks', author),
      id: this.names.reference('tasks', author),
    };
    if (this.random.chance(0.06)) record.segments = this.records.segments();
    draft.update('tasks', record);
  }

  moveTask(draft, author) {
    const { random, names } = this;
    const id = names.reference('tasks', author);
    const node = this.world.model.find('tasks', id);
    const child = node && random.pick([...node.children]);
    const parentId = random.weighted([
      [50, () => names.reference('tasks', author)],
      [20, () => null],
      [10, () => id],
      [15, () => (random.pick([...(child?.children ?? [])]) ?? child)?.fields.id ?? null],
      [5, () => node?.fields.parentId ?? null],
    ])();
    const record = random.chance(0.3) ? this.records.fields('tasks', author) : {};
    draft.update('tasks', { ...record, parentId, id });
    setOddIndexes(random, draft.stores.tasks.updated.at(-1));
  }

  /** An edit of what is gone, or a move in a circle, and what the author's scheduling made of it. */
  editTooLate(draft, author) {
    const { random, names } = this;
    const id = names.removed('tasks')?.id ?? names.reference('tasks', author);
    const alive = names.alive('tasks');
    const edit = random.weighted([
      [3, () => draft.update('tasks', { ...this.records.fields('tasks', author), id })],
      [1, () => draft.remove('tasks', id)],
      [2, () => draft.update('tasks', { parentId: alive ?? null, id: alive ?? id })],
    ]);
    edit();
    for (let i = random.int(4); i > 0; i--) {
      const store = random.pick(['tasks', 'tasks', 'dependencies', 'assignments', 'versions']);
      const record = { ...this.records.fields(store, author), id: names.reference(store, author) };
      if (store === 'tasks') setOddIndexes(random, record);
      if (store === 'versions') record.content = { derived: i };
      draft.derive(store, record);
    }
    if (random.chance(0.3)) this.setProjectFields(draft, author);
  }

  /** The siblings under one parent get the indexes of another order, tidy ones or not. */
  reorder(draft) {
    const { random, world } = this;
    const parent = world.model.find('tasks', this.names.alive('tasks'))?.parent ?? null;
    const siblings = random.shuffle(world.model.childrenOf('tasks', parent));
    siblings.forEach(({ fields }, index) => {
      if (random.chance(0.2)) return;
      draft.update('tasks', { id: fields.id, parentIndex: index, orderedParentIndex: index });
    });
  }

  removeTask(draft, author) {
    const { random } = this;
    const id = this.names.reference('tasks', author);
    const node = this.world.model.find('tasks', id);
    const share = random.pick([0, 0.5, 1, 1]);
    const below = node ? descendants(node).filter(() => random.chance(share)) : [];
    const ids = [id, ...below.map(({ fields }) => fields.id)];
    for (const one of random.chance(0.3) ? random.shuffle(ids) : ids) draft.remove('tasks', one);
    if (random.chance(0.3)) this.removeFlat(draft, author);
  }

  /** Undo of a delete: the same record again, its old id as the phantom id. */
  undoRemove(draft, author) {
    const store = this.random.pick(['tasks', 'tasks', 'tasks', 'dependencies', 'assignments']);
    const latest = this.world.removed.get(store)?.slice(-this.random.int(4) - 1) ?? [];
    const isRoot = this.random.chance(0.4);
    const byId = new Map(latest.map((gone) => [String(gone.id), gone]));
    for (const { id, fields, model } of byId.values()) {
      const { id: _, mark, ...rest } = fields;
      if (isRoot) delete rest.parentId;
      // Not from before a reset, and no name that somebody may have given to another record.
      const isKnown = model === this.world.model && !/^(mine-|50\d$)/.test(String(id));
      draft.addAgain(store, { ...rest, $PhantomId: id }, isKnown);
      if (this.random.chance(0.5)) this.names.remember(store, author, id);
    }
  }

  /** Says in `$input` what the change does not: new records, moves, removals. */
  lie(draft, author) {
    const { random, names } = this;
    for (const store of Object.keys(draft.stores)) {
      const id = names.reference(store, author);
      const parent = TREES.has(store) ? this.records.parent(store, author) : {};
      const [section, record] = random.weighted([
        [1, ['added', { ...parent, $PhantomId: names.phantom(store, author) }]],
        [1, ['added', { ...parent, id }]],
        [2, ['updated', { ...parent, id }]],
        [2, ['removed', { id }]],
      ]);
      draft.lie(store, section, record);
    }
  }

  addFlat(draft, author) {
    const store = this.random.pick(FLAT_STORES);
    const record = this.records.fields(store, author);
    if (TREES.has(store)) Object.assign(record, this.records.parent(store, author));
    if (store === 'versions') record.content = { tasks: [record.name ?? null] };
    this.records.identify(record, store, author);
    draft.add(store, record);
  }

  updateFlat(draft, author) {
    const store = this.random.pick(FLAT_STORES);
    const id = this.names.reference(store, author);
    const record = { ...this.records.fields(store, author), id };
    if (TREES.has(store)) record.parentId = this.names.reference(store, author);
    if (store === 'versions' && this.random.chance(0.5)) record.content = 'other content';
    draft.update(store, record);
  }

  removeFlat(draft, author) {
    const store = this.random.pick(FLAT_STORES);
    draft.remove(store, this.names.reference(store, author));
  }

  setProjectFields(draft, author) {
    const fields = oddFields(this.random, () => this.names.nested(author), 2);
    draft.project = { startDate: `2024-01-${10 + this.random.int(20)}`, ...fields };
    if (this.random.chance(0.5)) draft.project.id = '_generatedProjectModel_1';
  }
}

function descendants(node) {
  return [...node.children].flatMap((child) => [child, ...descendants(child)]);
}

module.exports = { HostileActs, FLAT_STORES, descendants };
