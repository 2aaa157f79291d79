import { createElement, useEffect, useRef, useSyncExternalStore } from 'react';
import { sharedProject } from '../shared/projects.js';
import { connectionOf, conflictOf, peopleOf, recordsOf, syncOf } from '../shared/sources.js';

/** @typedef {import('../core/project.js').SyncProject} SyncProject */

/** @template T @param {import('../shared/sources.js').Source<T>} source @returns {T} */
const use = ({ subscribe, get }) => useSyncExternalStore(subscribe, get, get);

/**
 * The project for these options: all components with equal options share one connection, which is open as long as one
 * of them exists.
 *
 * @param {import('../shared/projects.js').Options} options
 * @returns {SyncProject}
 */
export const useSyncProject = (options) => {
  const { project, hold } = sharedProject(options);
  // The project represents the options that identify it.
  useEffect(() => hold(), [project]);
  return project;
};

/** @param {SyncProject} project @returns {import('../shared/sources.js').Connection} */
export const useConnection = (project) => use(connectionOf(project));

/** @param {SyncProject} project @returns {import('../shared/sources.js').Sync} */
export const useSync = (project) => use(syncOf(project));

/** @param {SyncProject} project its users, with their positions */
export const usePeople = (project) => use(peopleOf(project));

/** @param {SyncProject} project @param {string} store @returns {Record<string, any>[]} read-only */
export const useRecords = (project, store) => use(recordsOf(project, store));

/** @param {SyncProject} project @param {string} store @param {string | number} id @returns {Record<string, any> | undefined} */
export const useRecord = (project, store, id) => {
  const { subscribe, get } = recordsOf(project, store);
  const find = () => get().find((record) => String(record.id) === String(id));
  return useSyncExternalStore(subscribe, find, find);
};

/** @param {SyncProject} project @returns {import('../shared/sources.js').Asked | undefined} the first open conflict */
export const useConflict = (project) => use(conflictOf(project));

/**
 * A widget of this package as a component. It uses its initial options.
 *
 * @param {object} props
 * @param {(project: any, options: any) => {element: HTMLElement, destroy: () => void}} props.of such as `whoIsOnline`
 * @param {SyncProject} props.project
 * @param {object} [props.options]
 * @returns {any}
 */
export const Widget = ({ of, project, options }) => {
  const box = useRef(/** @type {any} */ (null));
  useEffect(() => {
    const widget = of(project, options);
    box.current.append(widget.element);
    return () => widget.destroy();
  }, [of, project]);
  return createElement('div', { ref: box });
};
