'use strict';

/**
 * The fields by which records of other stores refer to one of a store.
 *
 * @type {Record<string, Record<string, string[]>>}
 */
const REFERENCES = {
  tasks: { dependencies: ['fromTask', 'toTask'], assignments: ['event'] },
  resources: { assignments: ['resource'] },
};

/** @typedef {import('./project-model').ProjectModel} ProjectModel */
/** @typedef {import('./project-model').Node} Node */

/** @param {Node} node @returns {Node[]} it, and all below it */
const withChildren = (node) => [node, ...[...node.children].flatMap(withChildren)];

/**
 * @param {ProjectModel} model
 * @param {string} store
 * @param {Node[]} nodes of that store
 * @returns {[string, unknown][]} what refers to one of them, each with its store and its id
 */
function dependentsOf(model, store, nodes) {
  const ids = new Set(nodes.map(({ fields }) => String(fields.id)));
  return Object.entries(REFERENCES[store] ?? {}).flatMap(([other, references]) =>
    model
      .ids(other)
      .map((id) => model.find(other, id).fields)
      .filter((fields) => references.some((field) => ids.has(String(fields[field]))))
      .map(({ id }) => /** @type {[string, unknown]} */ ([other, id])),
  );
}

/**
 * What a chart does whose user removes records: what refers to them goes with them, also where nobody says so. (The changes that
 * a chart has sent, which test/fixtures/real-client.jsonl has, name the assignments and dependencies of each task that was removed.)
 *
 * @param {ProjectModel} model
 * @param {string} store
 * @param {{id: unknown}[]} removed
 * @returns {string[]} the ids of those of the store that went
 */
function removeAsChart(model, store, removed) {
  const nodes = removed.flatMap(({ id }) => model.find(store, id) ?? []).flatMap(withChildren);
  for (const [other, id] of dependentsOf(model, store, nodes))
    model.apply({ [other]: { removed: [{ id }] } });
  model.apply({ [store]: { removed } });
  return nodes.map(({ fields }) => String(fields.id));
}

module.exports = { dependentsOf, removeAsChart, withChildren };
