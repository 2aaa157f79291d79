/** @typedef {(detail: any) => void} Listener */

/**
 * Who tells others what happens. A listener that throws keeps nobody else from being told: its error is thrown by itself, where
 * the page or the program sees it.
 */
export class Emitter {
  /** @type {Map<string, Set<Listener>>} */
  #listeners = new Map();

  /**
   * @param {string | Record<string, Listener>} names one event, or a listener by each
   * @param {Listener} [listener] of the one event
   * @returns {() => void} ends it
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
