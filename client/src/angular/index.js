import { DestroyRef, inject, signal } from '@angular/core';
import { sharedProject } from '../shared/projects.js';
import { connectionOf, conflictOf, peopleOf, recordsOf, syncOf } from '../shared/sources.js';

/** @typedef {import('../core/project.js').SyncProject} SyncProject */
/** @template T @typedef {() => T} Signal a read-only Angular signal */

/*
 * Call these functions in an injection context: in the constructor of a component or service, or in its field
 * initializers. They clean up when it is destroyed.
 */

/** @param {() => void} end */
const whenOver = (end) => void inject(DestroyRef).onDestroy(end);

/** @template T @param {import('../shared/sources.js').Source<T>} source @returns {Signal<T>} */
const use = ({ subscribe, get }) => {
  const value = signal(get());
  whenOver(subscribe(() => value.set(get())));
  return value.asReadonly();
};

/**
 * The project for these options: all components with equal options share one connection, which is open as long as one
 * of them exists.
 *
 * @param {import('../shared/projects.js').Options} options
 * @returns {SyncProject}
 */
export const injectSyncProject = (options) => {
  const { project, hold } = sharedProject(options);
  // During server-side rendering, nothing would close it.
  if (globalThis.document) whenOver(hold());
  return project;
};

/** @param {SyncProject} project */
export const connection = (project) => use(connectionOf(project));

/** @param {SyncProject} project */
export const sync = (project) => use(syncOf(project));

/** @param {SyncProject} project its users, with their positions */
export const people = (project) => use(peopleOf(project));

/** @param {SyncProject} project @param {string} store the store of the read-only records */
export const records = (project, store) => use(recordsOf(project, store));

/**
 * @param {SyncProject} project @returns {Signal<import('../shared/sources.js').Asked | undefined>} the first open
 * conflict
 */
export const conflict = (project) => use(conflictOf(project));

/**
 * Mounts a widget of this package in an element of a component.
 *
 * @param {HTMLElement} element
 * @param {{element: HTMLElement, destroy: () => void}} widget
 * @param {DestroyRef} over destroys the widget
 */
export const mountWidget = (element, widget, over) => {
  element.append(widget.element);
  over.onDestroy(() => widget.destroy());
};
