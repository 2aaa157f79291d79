import { guideNames } from './guide-names.js';

// The stores for versions and their change logs, which the feature adds to the project.
const STORES = ['versions', 'changelogs'];

/**
 * Shares saved, renamed and removed versions immediately. The library itself sends them with the next edit, and applies
 * neither those of others nor the server's ids of its own.
 */
class Versions {
  /** @type {[string, any][]} */
  #stores;
  #project;
  /** Versions that were saved and removed before the server assigned an id. @type {Set<string>} */
  #gone = new Set();
  #isApplying = false;
  #isDue = false;
  #count = 0;
  /** @type {(() => void)[]} */
  #ends;

  /** @param {any} chart */
  constructor({ project, features: { versions: feature } }) {
    if (!feature) throw new Error('The chart has no feature versions');
    this.#project = project;
    this.#stores = STORES.map((name) => [name, project.getCrudStore(name)]);
    const [[, versions]] = this.#stores;
    this.#ends = [
      ...guideNames(project),
      feature.on({
        // The library requests it by itself, but fails on the answer.
        beforeLoadVersionContent: async (/** @type {any} */ { context }) => {
          context.content = await project.liveLoadVersionContent(context.version.id);
          return false;
        },
      }),
      versions.on({ change: (/** @type {any} */ event) => this.#changed(event) }),
      project.on({ liveChanges: (/** @type {any} */ event) => this.#heard(event.revisions) }),
    ];
  }

  destroy() {
    for (const end of this.#ends.splice(0)) end();
  }

  /** @param {{action: string, records?: any[]}} event of the store */
  #changed({ action, records = [] }) {
    if (this.#isApplying || !/^(add|remove|update)/.test(action)) return;
    if (action === 'remove')
      for (const { isPhantom, id } of records) if (isPhantom) this.#gone.add(id);
    if (this.#isDue) return;
    this.#isDue = true;
    // Behind what the feature does in the same turn: changes are put down to the version.
    queueMicrotask(() => {
      this.#isDue = false;
      if (!this.#project.isDestroyed) this.#send(this.#news());
    });
  }

  /** @returns {Record<string, any>} unsent changes, which now count as sent */
  #news() {
    /** @type {Record<string, any>} */
    const news = {};
    for (const [name, store] of this.#stores) {
      const { added, modified, removed } = store.changes ?? {};
      if (!added) continue;
      news[name] = {
        added: added.map(asAdded),
        updated: modified.map((/** @type {any} */ record) => record.modificationDataToWrite),
        removed: removed.map((/** @type {any} */ { id }) => ({ id })),
      };
      store.acceptChanges();
    }
    return news;
  }

  /** @param {Record<string, any>} changes */
  #send(changes) {
    if (Object.keys(changes).length === 0) return;
    const { liveQueue, liveUnconfirmed, isAutoSyncSuspended } = this.#project;
    const revision = `versions-${++this.#count}`;
    // The library did not make it, and would not recognize it when it comes back.
    liveQueue.add({ revision, changes: liveUnconfirmed.onlyNews(changes) }, true);
    this.#project.liveTellQueue();
    if (isAutoSyncSuspended) this.#project.trigger('revisionQueued', { length: liveQueue.waiting });
    else this.#project.liveSync();
  }

  /** @param {any[]} revisions */
  #heard(revisions) {
    const { client } = this.#project.liveConnection ?? {};
    for (const { client: author, changes } of revisions)
      for (const [name, store] of this.#stores)
        if (changes[name]) this.#apply(store, name, changes[name], author === client);
  }

  /** @param {any} store @param {string} name @param {any} changes @param {boolean} isOwn */
  #apply(store, name, { added = [], updated = [], removed = [] }, isOwn) {
    const isGone = (/** @type {any} */ { $PhantomId }) => this.#gone.delete($PhantomId);
    const gone = added.filter(isGone).map((/** @type {any} */ { id }) => ({ id }));
    const goneIds = new Set(gone.map((/** @type {any} */ { id }) => id));
    const news = added.filter((/** @type {any} */ { id }) => !goneIds.has(id));
    const isKnown = (/** @type {any} */ { id }) => store.getById(id);
    this.#isApplying = true;
    store.applyChangeset({
      // Of what is one's own, nothing but the id is new, and what was done since is newer.
      added: news
        .filter((/** @type {any} */ record) => !isKnown(record))
        .map((/** @type {any} */ record) =>
          isOwn && store.getById(record.$PhantomId)
            ? { $PhantomId: record.$PhantomId, id: record.id }
            : record,
        ),
      // One's own, too: what others said before it came in between, over what the record had.
      updated: updated.filter(isKnown),
      removed: removed.filter(isKnown),
    });
    this.#isApplying = false;
    if (gone.length) this.#send({ [name]: { removed: gone } });
  }
}

/** @param {any} record */
const asAdded = ({ id, persistableData }) => ({
  ...persistableData,
  id: undefined,
  $PhantomId: id,
});

/**
 * Shares the versions of a chart immediately: saved, renamed and removed versions reach everybody, with their ids, and
 * the content of a version is loaded on demand.
 *
 * @param {any} chart a Gantt or a SchedulerPro with the feature `versions`, whose project is live, connected or not
 * @returns {{ destroy: () => void }} ends it
 * @throws {Error} the chart has no such feature
 */
export const liveVersions = (chart) => new Versions(chart);
