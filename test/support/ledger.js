'use strict';

const { VersionContents } = require('./version-contents');

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** What a history has shown so far: who was called what, and which ids were ever in use. */
class Ledger {
  constructor() {
    /** @type {Set<string>} ids of any store, also from before a reset */
    this.everHeld = new Set();
    /** @type {Set<string>} ids given in the message at hand: its author cannot mean them */
    this.newest = new Set();
    /** @type {Set<string> | undefined} where store and id of what a revision removes are noted */
    this.removedNow = undefined;
    /** @type {Map<string, { id: any, fields: any, model: any }[]>} what a store lost */
    this.removed = new Map();
  }

  /** The project was loaded: names of before mean nothing any more. */
  restart(model) {
    this.versions = new VersionContents();
    model.onRemove = (store, node) => this.noteRemoval(store, node, model);
    /** @type {Map<string, string>} names of an author, and those with a UUID of anyone */
    this.names = new Map();
    /** @type {Set<string>} store and name of what was added and removed at once */
    this.hiddenNames = new Set();
    /** @type {Map<string, Set<string>>} per store, since the project was loaded */
    this.held = new Map();
    /** @type {Map<string, string | null>} the parent that a removed record had, by store and id */
    this.lastParent = new Map();
    /** @type {Map<string, any>} what a removed record said, by store and id */
    this.lastFields = new Map();
    for (const store of model.stores.keys()) {
      for (const id of model.ids(store)) this.hold(store, id);
    }
  }

  hold(store, id) {
    this.everHeld.add(String(id));
    let ids = this.held.get(store);
    if (!ids) this.held.set(store, (ids = new Set()));
    ids.add(String(id));
  }

  hasHeld(store, id) {
    return this.held.get(store)?.has(String(id)) ?? false;
  }

  name(author, store, phantom, id) {
    this.names.set(JSON.stringify([author, store, String(phantom)]), String(id));
    const isShared = UUID.test(phantom);
    const key = JSON.stringify([store, String(phantom)]);
    if (isShared && !this.names.has(key)) this.names.set(key, String(id));
  }

  /** @returns {string | undefined} the id that a name stands for in a store */
  lookup(author, store, phantom) {
    return (
      this.names.get(JSON.stringify([author, store, String(phantom)])) ??
      this.names.get(JSON.stringify([store, String(phantom)]))
    );
  }

  /** Notes that a record is about to go. */
  noteRemoval(store, { fields, parent }, model) {
    this.removedNow?.add(`${store}/${fields.id}`);
    const parentId = parent ? String(parent.fields.id) : null;
    this.lastParent.set(`${store}/${fields.id}`, parentId);
    this.lastFields.set(`${store}/${fields.id}`, { ...fields });
    if (!this.removed.has(store)) this.removed.set(store, []);
    this.removed.get(store).push({ id: fields.id, fields: { ...fields }, model });
  }

  /** @returns {string | null} the nearest ancestor of a removed record that is still there */
  survivingAncestor(model, store, id) {
    const seen = new Set();
    let up = String(id);
    while (up !== null && !model.find(store, up)) {
      if (seen.has(up)) return null;
      seen.add(up);
      up = this.lastParent.get(`${store}/${up}`) ?? null;
    }
    return up;
  }
}

module.exports = { Ledger };
