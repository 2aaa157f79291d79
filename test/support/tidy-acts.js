'use strict';

const { descendants } = require('./hostile-acts');

/**
 * What the unmodified client does in a calm hour: it has seen everything, names only what is there,
 * and sends the indexes of all siblings that an edit shifts, so that they stay without gaps or ties.
 */
class TidyActs {
  /**
   * @param {import('./random').Random} random
   * @param {import('./history-names').HistoryNames} names
   * @param {{ model: import('./project-model').ProjectModel, removed: Map<string, any[]> }} world
   */
  constructor(random, names, world) {
    this.random = random;
    this.names = names;
    this.world = world;
  }

  /**
   * One edit; a second one in the same draft would not know of the first.
   *
   * @param {import('./draft-revision').DraftRevision} draft
   * @param {string} author
   */
  any(draft, author) {
    const crowded = this.world.model.ids('tasks').length > 50;
    const act = this.random.weighted([
      [25, () => this.addTask(draft, author)],
      [10, () => this.addFamily(draft, author)],
      [25, () => this.rename(draft)],
      [25, () => this.moveTask(draft)],
      [crowded ? 40 : 12, () => this.removeTask(draft)],
      [8, () => this.undoRemove(draft)],
    ]);
    act();
  }

  addTask(draft, author) {
    const parent = this.#anyParent();
    const $PhantomId = this.names.freshPhantom('tasks', author);
    this.#insert(draft, parent, (place) => draft.add('tasks', { ...place, $PhantomId }));
    return $PhantomId;
  }

  addFamily(draft, author) {
    const $PhantomParentId = this.addTask(draft, author);
    for (let index = 0; index < 2; index++) {
      const $PhantomId = this.names.freshPhantom('tasks', author);
      const place = { parentIndex: index, orderedParentIndex: index, parentId: $PhantomParentId };
      draft.add('tasks', { ...place, name: `Child ${index}`, $PhantomId, $PhantomParentId });
    }
  }

  rename(draft) {
    const id = this.names.alive('tasks');
    if (id !== undefined) draft.update('tasks', { id, name: `Name ${this.random.int(1000)}` });
  }

  moveTask(draft) {
    const node = this.#any();
    if (!node) return;
    const parent = this.#anyParent();
    for (let up = parent; up; up = up.parent) if (up === node) return;
    const { id } = node.fields;
    if (parent !== node.parent) this.#close(draft, node);
    this.#insert(draft, parent, (place) => draft.update('tasks', { ...place, id }), node);
  }

  removeTask(draft) {
    const node = this.#any();
    if (!node) return;
    this.#close(draft, node);
    for (const { fields } of [node, ...descendants(node)]) draft.remove('tasks', fields.id);
  }

  undoRemove(draft) {
    const last = this.world.removed.get('tasks')?.at(-1);
    // After a reset it would come under another id, and a second time as an update of that one.
    if (last?.model !== this.world.model || last.model.find('tasks', last.id)) return;
    const parent = this.world.model.find('tasks', last.fields.parentId) ?? null;
    const record = { name: last.fields.name ?? null, $PhantomId: last.id };
    this.#insert(draft, parent, (place) => draft.add('tasks', { ...record, ...place }));
  }

  /** Puts something between the children of `parent` and shifts those behind it. */
  #insert(draft, parent, put, moved) {
    const siblings = this.world.model.childrenOf('tasks', parent);
    const others = siblings.filter((node) => node !== moved);
    const index = this.random.int(others.length + 1);
    put({
      parentIndex: index,
      orderedParentIndex: index,
      parentId: parent ? parent.fields.id : null,
    });
    others.splice(index, 0, undefined);
    this.#renumber(draft, siblings, others);
  }

  /** The siblings behind a task that goes away move up. */
  #close(draft, node) {
    const siblings = this.world.model.childrenOf('tasks', node.parent);
    this.#renumber(
      draft,
      siblings,
      siblings.filter((other) => other !== node),
    );
  }

  #renumber(draft, before, after) {
    after.forEach((node, index) => {
      if (!node || before.indexOf(node) === index) return;
      const { id } = node.fields;
      draft.update('tasks', { parentIndex: index, orderedParentIndex: index, id });
    });
  }

  #any() {
    return this.world.model.find('tasks', this.names.alive('tasks'));
  }

  #anyParent() {
    return this.random.chance(0.15) ? null : (this.#any() ?? null);
  }
}

module.exports = { TidyActs };
