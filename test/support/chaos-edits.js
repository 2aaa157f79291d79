'use strict';

const { FIRST_STORES } = require('./project-model');
const { dependentsOf, withChildren } = require('./remove-as-chart');

/**
 * @typedef {object} View what an author sees of a project
 * @property {import('./project-model').ProjectModel} model
 * @property {Map<string, string>} phantoms names of own records that have no id yet, each with its store
 * @property {{changes?: any, payload?: any}[]} [pending] own changes that are not confirmed; the model is without them
 */

/**
 * The edits of one author, at random: calm ones, and such as get in the way of others. Every new record has a `mark` that no
 * other one has, and every written value is written once only.
 */
class ChaosEdits {
  /** Marks of the tasks of which it has undone the removal. @type {unknown[]} */
  broughtBack = [];
  #count = 0;
  /** Tasks that this author removed. @type {{fields: Record<string, any>, model: unknown}[]} */
  #removed = [];

  /**
   * @param {import('./random').Random} random
   * @param {string} author
   * @param {{ordersSiblings: boolean, isThorough: boolean}} plan isThorough: names all that goes with what is removed
   */
  constructor(random, author, { ordersSiblings, isThorough }) {
    this.random = random;
    this.author = author;
    this.ordersSiblings = ordersSiblings;
    this.isThorough = isThorough;
  }

  /**
   * @param {View} view
   * @returns {Record<string, any>} `changes` by stores, without `$input`
   */
  next(view) {
    const changes = {};
    const add = (store, section, ...records) => {
      ((changes[store] ??= {})[section] ??= []).push(...records);
    };
    const tasks = view.model.ids('tasks').length;
    const move = this.ordersSiblings ? 15 : 0;
    const act = this.random.weighted([
      [tasks > 40 ? 2 : 15, () => this.#addTask(view, add)],
      [tasks > 40 ? 1 : 6, () => this.#addFamily(view, add)],
      [5, () => this.#addAgain(view, add)],
      [35, () => this.#write(view, add)],
      [move, () => this.#move(view, add)],
      [move, () => this.#reorder(view, add)],
      [tasks > 25 ? 14 : 6, () => this.#removeTask(view, add)],
      [5, () => this.#undoRemove(view, add)],
      [4, () => add('resources', 'added', this.#fresh('resources'))],
      [8, () => this.#link(view, add)],
      [4, () => this.#removeOther(view, add)],
      [4, () => (changes.project = { [`field${this.random.int(3)}`]: this.#value() })],
    ]);
    act();
    return changes;
  }

  /** @returns {Record<string, any>} a change of one field of the project that nobody else makes */
  calm() {
    return { project: { [`calm ${this.author}`]: this.#value() } };
  }

  #value() {
    return `${this.author}.${++this.#count}`;
  }

  #fresh(store) {
    const $PhantomId = `_generated${store}Model_${this.random.uuid()}`;
    return { $PhantomId, name: this.#value(), mark: this.#value() };
  }

  /** An id, or now and then the name of an own record that has none yet. */
  #any({ model, phantoms }, store) {
    const own = [...phantoms].filter(([, of]) => of === store).map(([phantom]) => phantom);
    if (own.length > 0 && this.random.chance(0.3)) return this.random.pick(own);
    const id = this.random.pick(model.ids(store));
    return id === undefined ? undefined : model.find(store, id).fields.id;
  }

  #known({ model }, store) {
    const id = this.random.pick(model.ids(store));
    return id === undefined ? undefined : model.find(store, id);
  }

  #addTask(view, add) {
    const parent = this.random.chance(0.8) ? this.#any(view, 'tasks') : undefined;
    add('tasks', 'added', { ...this.#fresh('tasks'), parentId: shownParent(view, parent) });
  }

  /** A child before its parent, and an assignment and a dependency of them. */
  #addFamily(view, add) {
    const [parent, child] = [this.#fresh('tasks'), this.#fresh('tasks')];
    const $PhantomParentId = parent.$PhantomId;
    add('tasks', 'added', { ...child, parentId: $PhantomParentId, $PhantomParentId });
    const above = shownParent(view, this.#known(view, 'tasks')?.fields.id);
    add('tasks', 'added', { ...parent, parentId: above });
    const to = this.#any(view, 'tasks');
    if (to === undefined) return;
    add('dependencies', 'added', {
      ...this.#fresh('dependencies'),
      fromTask: child.$PhantomId,
      toTask: to,
    });
  }

  /** A new record that is edited before its echo is there comes in `added` again. */
  #addAgain(view, add) {
    const [$PhantomId, store] = this.random.pick([...view.phantoms]) ?? [];
    if (store && !hasLeft(view, $PhantomId))
      add(store, 'added', { $PhantomId, name: this.#value() });
  }

  #write(view, add) {
    const store = this.random.weighted([
      [8, 'tasks'],
      [2, 'resources'],
      [1, 'dependencies'],
    ]);
    const node = this.#known(view, store);
    if (!node) return;
    const field = this.random.pick(['name', 'note', 'cls']);
    add(store, 'updated', { id: node.fields.id, [field]: this.#value() });
  }

  #move(view, add) {
    const node = this.#known(view, 'tasks');
    const parent = this.random.chance(0.8) ? this.#known(view, 'tasks') : null;
    if (!node || parent === undefined) return;
    for (let up = parent; up; up = up.parent) if (up === node) return;
    if (hasGone(view, parent)) return;
    const index = this.random.int(4);
    add('tasks', 'updated', {
      id: node.fields.id,
      parentId: parent?.fields.id ?? null,
      parentIndex: index,
      orderedParentIndex: index,
    });
  }

  #reorder({ model }, add) {
    const node = this.#known({ model }, 'tasks');
    if (!node) return;
    const siblings = this.random.shuffle(model.childrenOf('tasks', node.parent));
    siblings.forEach(({ fields }, index) => {
      add('tasks', 'updated', { id: fields.id, parentIndex: index, orderedParentIndex: index });
    });
  }

  /** With all that goes with it, as the real client does, or alone. */
  #removeTask(view, add) {
    const node = this.#known(view, 'tasks');
    if (!node) return;
    this.#removed.push({ fields: { ...node.fields }, model: view.model });
    this.#remove(view, add, 'tasks', node);
  }

  #remove({ model }, add, store, node) {
    const nodes = this.isThorough || this.random.chance(0.5) ? withChildren(node) : [node];
    add(store, 'removed', ...nodes.map(({ fields }) => ({ id: fields.id })));
    if (nodes.length === 1 && !this.isThorough) return;
    for (const [other, id] of dependentsOf(model, store, nodes)) add(other, 'removed', { id });
  }

  /**
   * The record comes again under its real id, which takes the place of a phantom. A chart that has loaded everything anew
   * cannot undo what was before that.
   */
  #undoRemove(view, add) {
    const { model } = view;
    const removed = this.#removed.pop();
    if (removed?.model !== model || model.find('tasks', removed.fields.id)) return;
    const { fields } = removed;
    this.broughtBack.push(fields.mark);
    const { id, parentIndex: _1, orderedParentIndex: _2, ...rest } = fields;
    const parentId = model.find('tasks', fields.parentId) ? fields.parentId : undefined;
    add('tasks', 'added', { ...rest, parentId: shownParent(view, parentId), $PhantomId: id });
  }

  #link(view, add) {
    const [event, other] = [this.#any(view, 'tasks'), this.#any(view, 'tasks')];
    const resource = this.#any(view, 'resources');
    if (event === undefined) return;
    if (resource !== undefined && this.random.chance(0.5)) {
      add('assignments', 'added', { ...this.#fresh('assignments'), event, resource });
    } else {
      add('dependencies', 'added', {
        ...this.#fresh('dependencies'),
        fromTask: event,
        toTask: other,
      });
    }
  }

  #removeOther(view, add) {
    const store = this.random.pick(['resources', 'dependencies', 'assignments']);
    const node = this.#known(view, store);
    if (node) this.#remove(view, add, store, node);
  }
}

/** A chart does not show what it has removed, though the server has not confirmed that. */
function isGone(view, { fields }, store = 'tasks') {
  return pendingOf(view, store, 'removed').some(({ id }) => String(id) === String(fields.id));
}

/** @returns {any[]} what is not confirmed of a section of a store */
function pendingOf({ pending = [] }, store, section) {
  return pending.flatMap((one) => (one.changes ?? one.payload)?.[store]?.[section] ?? []);
}

/** Does a chart no longer show a record that it has added, since it has removed what that refers to? */
function hasLeft(view, phantom) {
  const store = view.phantoms.get(phantom);
  const added = pendingOf(view, store, 'added').filter((one) => one.$PhantomId === phantom);
  const { parentId, event, resource, fromTask, toTask } = Object.assign({}, ...added);
  const goes = (name, id) => {
    if (view.phantoms.has(id)) return hasLeft(view, id);
    const node = view.model.find(name, id);
    return Boolean(node) && (name === 'tasks' ? hasGone(view, node) : isGone(view, node, name));
  };
  return (
    [parentId, event, fromTask, toTask].some((id) => goes('tasks', id)) ||
    goes('resources', resource)
  );
}

/** Is it gone, or one above it? */
function hasGone(view, node) {
  for (let up = node; up; up = up.parent) if (isGone(view, up)) return true;
  return false;
}

/** @returns {unknown} the id of a task under which its author may add another; null: the root */
function shownParent(view, id) {
  return id === undefined || hasGone(view, view.model.find('tasks', id)) ? null : id;
}

/** @returns {[string, any][]} the stores of a change in the order in which they are applied */
function storesOf(changes) {
  const rank = (name) => (FIRST_STORES.includes(name) ? FIRST_STORES.indexOf(name) : Infinity);
  return Object.entries(changes)
    .filter(([name]) => name !== 'project')
    .sort(([a], [b]) => rank(a) - rank(b) || 0);
}

/** @returns {[string, string][]} the phantom ids that a change adds, each with its store */
function phantomsOf(changes) {
  return storesOf(changes).flatMap(([store, { added = [] }]) =>
    added.filter(({ $PhantomId }) => isPhantom($PhantomId)).map((one) => [one.$PhantomId, store]),
  );
}

function isPhantom(id) {
  return typeof id === 'string' && id.startsWith('_generated');
}

module.exports = { ChaosEdits, isPhantom, phantomsOf, storesOf };
