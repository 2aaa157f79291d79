'use strict';

const { PlainRuleError } = require('./project-model');

/**
 * What a client without revisions does with a change: whatever of it its own edits have not made impossible.
 *
 * @param {import('./project-model').ProjectModel} model
 * @param {string} store
 * @param {{added?: any[] | null, updated?: any[] | null, removed?: any[] | null}} change
 */
function applyPossible(model, store, { added, updated, removed }) {
  // A list may be null.
  addAll(model, store, added ?? []);
  for (const record of updated ?? []) attempt(model, { [store]: { updated: [record] } });
  attempt(model, { [store]: { removed: removed ?? [] } });
}

function addAll(model, store, added) {
  for (let left = added, before; left.length > 0 && left.length !== before;) {
    before = left.length;
    left = left.filter((record) => !add(model, store, record));
  }
}

/** @returns {boolean} false: its parent is not there (yet) */
function add(model, store, record) {
  const { parentId = null } = record;
  if (store === 'tasks' && parentId !== null && !model.find(store, parentId)) return false;
  const section = model.find(store, record.id) ? 'updated' : 'added';
  attempt(model, { [store]: { [section]: [record] } });
  return true;
}

function attempt(model, changes) {
  try {
    model.apply(changes);
  } catch (error) {
    if (!(error instanceof PlainRuleError)) throw error;
  }
}

module.exports = { applyPossible };
