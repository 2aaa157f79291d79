import { settle } from '../widgets/conflicts.js';
import { followPeople } from '../widgets/places.js';

/** @typedef {import('../core/project.js').SyncProject} SyncProject */
/** @typedef {Record<string, any>} Fields */

/**
 * An observable value of a project; it is the same object until it changes.
 *
 * @template T
 */
export class Source {
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #value;

  /** @param {T} value */
  constructor(value) {
    this.#value = value;
  }

  get = () => this.#value;

  /** @param {() => void} listener @returns {() => void} */
  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** @param {T} value */
  set(value) {
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }
}

/**
 * Creates each source once per project.
 *
 * @template T
 * @param {(project: SyncProject, key: string) => Source<T>} make
 * @returns {(project: SyncProject, key?: string) => Source<T>}
 */
const oncePerProject = (make) => {
  /** @type {WeakMap<SyncProject, Map<string, Source<T>>>} */
  const all = new WeakMap();
  return (project, key = '') => {
    const sources = all.get(project) ?? new Map();
    all.set(project, sources);
    const source = sources.get(key) ?? make(project, key);
    sources.set(key, source);
    return source;
  };
};

/** @typedef {{state: string, code?: number, reason?: string, retryIn?: number}} Connection */
/** @typedef {{status: string, unsynced: number}} Sync */

export const connectionOf = oncePerProject((project) => {
  const source = new Source(/** @type {Connection} */ ({ state: project.state }));
  project.on('state', ({ state, code, reason, retryIn }) =>
    source.set({ state, code, reason, retryIn }),
  );
  return source;
});

export const syncOf = oncePerProject((project) => {
  const now = () => ({ status: project.syncStatus, unsynced: project.unsyncedChanges });
  const source = new Source(/** @type {Sync} */ (now()));
  project.on('sync', () => source.set(now()));
  return source;
});

export const peopleOf = oncePerProject((project) => {
  const source = new Source(/** @type {import('../widgets/places.js').Person[]} */ ([]));
  followPeople(project, (people) => source.set(people));
  return source;
});

/** The records of a store, each the same object until it changes. */
export const recordsOf = oncePerProject((project, store) => {
  /** @type {Map<string, Fields>} */
  let copies = new Map();
  const copy = (/** @type {boolean} */ isNew, /** @type {Set<string>} */ changed) => {
    copies = new Map(
      project.records.all(store).map((record) => {
        const id = String(record.id);
        const known = isNew || changed.has(id) ? undefined : copies.get(id);
        return [id, known ?? { ...record }];
      }),
    );
    return [...copies.values()];
  };
  const source = new Source(copy(true, new Set()));
  project.on({
    loaded: () => source.set(copy(true, new Set())),
    changes({ changes }) {
      const change = changes[store];
      if (!change) return;
      const touched = [...(change.added ?? []), ...(change.updated ?? [])];
      source.set(copy(false, new Set(touched.map(({ id }) => String(id)))));
    },
  });
  return source;
});

/**
 * @typedef {import('../widgets/conflicts.js').Conflict & {settle: (strategy: Parameters<typeof settle>[1]) => Promise<any>}} Asked
 *   `settle` sends the decision, and moves to the next conflict
 */

/** The first open conflict. */
export const conflictOf = oncePerProject((project) => {
  /** @type {Asked[]} */
  const waiting = [];
  const source = new Source(/** @type {Asked | undefined} */ (undefined));
  project.on('conflict', (conflict) => {
    const asked = {
      ...conflict,
      /** @param {Parameters<typeof settle>[1]} strategy */
      async settle(strategy) {
        if (waiting[0] !== asked) return;
        waiting.shift();
        source.set(waiting[0]);
        const changes = settle(conflict, strategy);
        if (changes) await project.change(changes);
      },
    };
    waiting.push(asked);
    source.set(waiting[0]);
  });
  return source;
});
