/** @typedef {(detail: any) => void} Listener */

/**
 * An event emitter. A throwing listener does not affect the others: its error is rethrown separately, where the page or
 * program sees it.
 */
export class Emitter {
  /** @type {Map<string, Set<Listener>>} */
  #listeners = new Map();

  /**
   * @param {string | Record<string, Listener>} names one event, or listeners by event
   * @param {Listener} [listener] for the one event
   * @returns {() => void} removes the listeners
   */
  on(names, listener) {
    const added = Object.entries(
      typeof names === 'string' ? { [names]: /** @type {Listener} */ (listener) } : names,
    );
    for (const [name, one] of added)
      this.#listeners.set(name, (this.#listeners.get(name) ?? new Set()).add(one));
    return () => {
      for (const [name, one] of added) this.#listeners.get(name)?.delete(one);
    };
  }

  /**
   * @param {string} name
   * @param {object} [detail]
   */
  emit(name, detail = {}) {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        listener(detail);
      } catch (error) {
        setTimeout(() => {
          throw error;
        });
      }
    }
  }
}
