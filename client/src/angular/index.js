import { DestroyRef, inject, signal } from '@angular/core';
import { sharedProject } from '../shared/projects.js';
import { connectionOf, conflictOf, peopleOf, recordsOf, syncOf } from '../shared/sources.js';

/** @typedef {import('../core/project.js').SyncProject} SyncProject */
/** @template T @typedef {() => T} Signal what Angular calls by this name, to be read */

/*
 * All of these are called where Angular injects: in the constructor of a component or a service, or in its fields. What they began ends
 * with it.
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
 * The project for these options: one connection for all components that ask for the same, open for as long as one of them is there.
 *
 * @param {import('../shared/projects.js').Options} options
 * @returns {SyncProject}
 */
export const injectSyncProject = (options) => {
  const { project, hold } = sharedProject(options);
  // On a server nobody is there to end it.
  if (globalThis.document) whenOver(hold());
  return project;
};

/** @param {SyncProject} project */
export const connection = (project) => use(connectionOf(project));

/** @param {SyncProject} project */
export const sync = (project) => use(syncOf(project));

/** @param {SyncProject} project who is here, and where */
export const people = (project) => use(peopleOf(project));

/** @param {SyncProject} project @param {string} store its records, not to be written to */
export const records = (project, store) => use(recordsOf(project, store));

/** @param {SyncProject} project @returns {Signal<import('../shared/sources.js').Asked | undefined>} what is to be decided first */
export const conflict = (project) => use(conflictOf(project));

/**
 * Puts a widget of this package into an element of a component.
 *
 * @param {HTMLElement} element
 * @param {{element: HTMLElement, destroy: () => void}} widget
 * @param {DestroyRef} over when it ends
 */
export const mountWidget = (element, widget, over) => {
  element.append(widget.element);
  over.onDestroy(() => widget.destroy());
};
