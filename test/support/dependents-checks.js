'use strict';

const assert = require('node:assert');
const { REFERENCES } = require('./field-checks');

const STORES = ['dependencies', 'assignments'];

/**
 * Checks that dependencies and assignments go with the tasks and resources that they refer to, in
 * the broadcast too, and that no others do.
 */
class DependentsChecks {
  /** @param {import('./project-model').ProjectModel} model before the revision */
  constructor(model) {
    this.model = model;
    /** @type {{ store: string, id: unknown, fields: Record<string, unknown> }[]} */
    this.before = STORES.flatMap((store) =>
      model.ids(store).map((id) => {
        const { fields } = model.find(store, id);
        return { store, id: fields.id, fields: { ...fields } };
      }),
    );
    /** @type {Set<string>} store and id of what the revision removed */
    this.removed = new Set();
  }

  /**
   * @param {any} echo the revision, applied to the model by now
   * @param {any} sent the same as its author sent it
   * @param {(store: string, id: unknown) => string} resolve
   */
  run(echo, sent, resolve) {
    for (const { store, id, fields } of this.before) {
      const change = echo.changes[store] ?? {};
      const isNamed = (sent.changes[store]?.removed ?? []).some(
        (record) => resolve(store, record.id) === String(id),
      );
      const updates = (change.updated ?? []).filter((record) => String(record.id) === String(id));
      const lost = ['tasks', 'resources'].filter((target) => this.#refersToRemoved(fields, target));
      const isKept = (target) => updates.some((update) => fieldsTo(update, target).length > 0);
      if (isNamed) continue;
      const goes = lost.some((target) => !isKept(target));
      assert.strictEqual(
        includes(change.removed, id),
        goes,
        `${store} ${id}: left behind or taken`,
      );
      if (goes) assert.ok(includes(change.$input?.removed, id), `${store} ${id}: not in $input`);
    }
  }

  #refersToRemoved(fields, target) {
    return fieldsTo(fields, target).some((field) => this.removed.has(`${target}/${fields[field]}`));
  }
}

function fieldsTo(record, target) {
  return Object.keys(record).filter((field) => REFERENCES[field] === target);
}

function includes(records, id) {
  return (records ?? []).some((record) => String(record.id) === String(id));
}

module.exports = { DependentsChecks };
