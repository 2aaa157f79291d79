import { getCurrentScope, h, onMounted, onScopeDispose, ref, shallowRef } from 'vue';
import { sharedProject } from '../shared/projects.js';
import { connectionOf, conflictOf, peopleOf, recordsOf, syncOf } from '../shared/sources.js';

/** @typedef {import('../core/project.js').SyncProject} SyncProject */
/** @template T @typedef {{readonly value: T}} Readable a `ShallowRef` of Vue */

/** @param {() => void} end */
const whenOver = (end) => void (getCurrentScope() && onScopeDispose(end));

/** @template T @param {import('../shared/sources.js').Source<T>} source @returns {Readable<T>} */
const use = ({ subscribe, get }) => {
  const value = shallowRef(get());
  whenOver(subscribe(() => (value.value = get())));
  return value;
};

/**
 * The project for these options: all components with equal options share one connection, which is open as long as one
 * of them exists.
 *
 * @param {import('../shared/projects.js').Options} options
 * @returns {SyncProject}
 */
export const useSyncProject = (options) => {
  const { project, hold } = sharedProject(options);
  // During server-side rendering, nothing would close it.
  if (globalThis.document) whenOver(hold());
  return project;
};

/** @param {SyncProject} project */
export const useConnection = (project) => use(connectionOf(project));

/** @param {SyncProject} project */
export const useSync = (project) => use(syncOf(project));

/** @param {SyncProject} project its users, with their positions */
export const usePeople = (project) => use(peopleOf(project));

/** @param {SyncProject} project @param {string} store the store of the read-only records */
export const useRecords = (project, store) => use(recordsOf(project, store));

/**
 * @param {SyncProject} project @returns {Readable<import('../shared/sources.js').Asked | undefined>} the first open
 * conflict
 */
export const useConflict = (project) => use(conflictOf(project));

/** A widget of this package as a component. It uses its initial properties. */
export const Widget = {
  props: ['of', 'project', 'options'],
  /** @param {any} props */
  setup(props) {
    const box = ref(/** @type {any} */ (null));
    onMounted(() => {
      const widget = props.of(props.project, props.options);
      box.value.append(widget.element);
      whenOver(() => widget.destroy());
    });
    return () => h('div', { ref: box });
  },
};
