/** @typedef {Node | string | false | null | undefined} Child */

/**
 * Creates an element with its children. Strings become text, never markup.
 *
 * @param {string} tag
 * @param {Record<string, any>} [attributes] `false` and undefined ones are omitted; `onclick` and the like become
 * listeners
 * @param {...(Child | Child[])} children
 * @returns {any}
 */
export const h = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined && value !== null)
      element.setAttribute(name, value);
  }
  for (const child of children.flat()) if (child) element.append(child);
  return element;
};

/**
 * @param {string} text
 * @param {() => void} run
 * @param {Record<string, any>} [attributes]
 * @returns {HTMLButtonElement}
 */
export const button = (text, run, attributes) =>
  h('button', { type: 'button', class: 'gsc-button', onclick: run, ...attributes }, text);

/** @typedef {{element: HTMLElement, destroy: () => void}} Widget */

/**
 * @template {object} [More={}]
 * @param {HTMLElement} element
 * @param {(() => void)[]} ends called by destroy()
 * @param {More} [more] further methods
 * @returns {Widget & More}
 */
export const widget = (element, ends, more) => ({
  .../** @type {More} */ (more),
  element,
  destroy() {
    for (const end of ends.splice(0)) end();
    element.remove();
  },
});

/**
 * Calls `show` now and at each of these events.
 *
 * @param {import('./live.js').Live} project
 * @param {string[]} events
 * @param {() => void} show
 * @returns {() => void} ends it
 */
export const follow = (project, events, show) => {
  show();
  return project.on(Object.fromEntries(events.map((event) => [event, show])));
};
