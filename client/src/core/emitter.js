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
    const entries = typeof names === 'string' ? [[names, listener]] : Object.entries(names);
    const added = /** @type {[string, Listener][]} */ (entries);
    for (const [name, one] of added) {
      if (!this.#listeners.has(name)) this.#listeners.set(name, new Set());
      this.#listeners.get(name)?.add(one);
    }
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
