/**
 * What a CrudManager has that loads parts of its stores (`lazyLoad`, `remotePaging`), and what it may take of an answer then.
 *
 * - Its revision is the oldest one of the parts that it has: what has changed since is asked for all of them.
 * - The library takes a row of a record that it has not for a new one. Such rows are left out, and come with their part.
 * - {@link isBehind} says whether one of them may belong to what is loaded.
 */
export class Parts {
  isBehind = false;
  #crudManager;
  /** @type {Function[]} */
  #detach;

  /** @param {any} crudManager */
  constructor(crudManager) {
    this.#crudManager = crudManager;
    this.#detach = [
      crudManager.on({
        beforeLoadApply: (/** @type {any} */ event) => this.#keepRevision(event),
        beforeSyncApply: (/** @type {any} */ { response }) => this.#leaveOut(response),
      }),
    ];
    for (const { store } of this.#stores.filter(hasUrl)) {
      const afterRequest = (/** @type {any} */ event) => this.#note(event);
      this.#detach.push(store.on({ afterRequest }));
      // Nobody has noted since when.
      this.isBehind ||= store.count > 0 && !crudManager.crudRevision;
    }
  }

  destroy() {
    for (const detach of this.#detach) detach?.();
  }

  /** Loads all parts that are shown once more. */
  async load() {
    this.isBehind = true;
    const { loadUrl, transport } = this.#crudManager;
    const own = this.#stores.filter(hasUrl);
    if (own.length === 0 || (loadUrl ?? transport?.load?.url)) await this.#crudManager.load();
    // What is loaded now is as old as the answer to that.
    else this.#crudManager.crudRevision = null;
    for (const { store } of own) await loadAnew(store);
    this.isBehind = false;
  }

  /** @returns {{storeId: string, store: any}[]} those that are loaded by parts */
  get #stores() {
    const { crudStores = [] } = this.#crudManager;
    return crudStores.filter((/** @type {any} */ { store }) => store.lazyLoad || store.isPaged);
  }

  /** @param {{response: any, options?: any}} event of a load */
  #keepRevision({ response, options: { params, stores } = {} }) {
    const { crudRevision, crudStores = [] } = this.#crudManager;
    const isWhole = !(params?.startIndex > 0) && !(stores?.length < crudStores.length);
    if (isWhole) return;
    response.revision = oldest(crudRevision, response.revision);
  }

  /** @param {any} event of a store that loads its parts by itself */
  #note({ json, response = json }) {
    const { crudRevision } = this.#crudManager;
    const revision = (response?.parsedJson ?? response)?.revision;
    if (revision !== undefined) this.#crudManager.crudRevision = oldest(crudRevision, revision);
  }

  /** @param {any} response to a sync */
  #leaveOut(response) {
    const name = this.#crudManager.phantomIdField ?? '$PhantomId';
    for (const { storeId, store } of this.#stores) {
      const told = response[storeId];
      const idField = store.modelClass?.idField ?? 'id';
      const has = (/** @type {any} */ row) => store.getById(row[idField]);
      const isMissing = (/** @type {any} */ row) => !has(row) || !isParentLoaded(store, row);
      const missing = (told?.rows ?? []).filter(
        (/** @type {any} */ row) => !row[name] && isMissing(row),
      );
      if (missing.length > 0) {
        told.rows = told.rows.filter((/** @type {any} */ row) => !missing.includes(row));
        this.isBehind ||= missing.some(
          (/** @type {any} */ row) => has(row) || this.#mayBeShown(store, row),
        );
      }
      // Those behind it in a list have other places now.
      if (isList(store))
        this.isBehind ||= !!told?.removed?.some((/** @type {any} */ row) => !has(row));
    }
  }

  /** @param {any} store @param {any} row */
  #mayBeShown(store, row) {
    const { resourceStore } = this.#crudManager;
    if (store.tree) return 'parentId' in row && isParentLoaded(store, row);
    if (store === resourceStore) return !store.isPaged && store.records.every(Boolean);
    if (store.isAssignmentStore) return resourceStore.getById(row.resourceId ?? row.resource);
    return 'startDate' in row || 'endDate' in row;
  }
}

/** @param {any} one @param {any} other @returns {any} of two revisions */
const oldest = (one, other) => (one === null || one === undefined ? other : Math.min(one, other));

/** Are the children there among which a row is to be? @param {any} store @param {any} row */
const isParentLoaded = (store, { parentId = null }) =>
  !store.tree || parentId === null || Array.isArray(store.getById(parentId)?.children);

/** The first part of a store, and of a tree what is open in it. @param {any} store */
async function loadAnew(store) {
  const open = store.tree
    ? store.query((/** @type {any} */ record) => record.isExpanded(store))
    : [];
  await store.load();
  for (const { id } of open) {
    const record = store.getById(id);
    if (record) await store.toggleCollapse(record, false);
  }
}

/** @param {{store: any}} of */
const hasUrl = ({ store }) => store.readUrl;

/** Has its rows a place each, of which the library asks for some? @param {any} store */
const isList = (store) => store.isResourceStore && !store.tree;
