// Longer than any usual answer takes. Whose answer somebody vetoed never tells its end.
const PATIENCE_MS = 10_000;

/**
 * Has a CrudManager load and sync in turn, while neither waits for another of its own kind.
 *
 * Where the answer to a load comes while it applies the answer to a sync, the library throws, and the load never ends: so a part of a
 * store that is loaded lazily would never come, however often it is asked for.
 */
export class Turns {
  /** How many of each are under way. @type {Record<string, number>} */
  #underWay = { load: 0, sync: 0 };
  /** @type {Set<() => void>} */
  #waiting = new Set();
  /** @type {Function} */
  #detach;

  /** @param {any} crudManager */
  constructor(crudManager) {
    const end = (/** @type {{requestType: string}} */ { requestType }) => this.#end(requestType);
    this.#detach = crudManager.on({
      beforeSend: (/** @type {{requestType: string}} */ { requestType }) => this.#take(requestType),
      requestDone: end,
      requestFail: end,
    });
  }

  destroy() {
    this.#detach?.();
    this.#underWay = { load: 0, sync: 0 };
    this.#wake();
  }

  /** @param {string} type of a request that is to be sent */
  async #take(type) {
    const other = type === 'load' ? 'sync' : 'load';
    const until = Date.now() + PATIENCE_MS;
    while (this.#underWay[other] > 0) {
      await this.#nextEnd(until - Date.now());
      if (Date.now() >= until) this.#underWay[other] = 0;
    }
    this.#underWay[type] += 1;
  }

  /** @param {string} type */
  #end(type) {
    this.#underWay[type] = Math.max(0, this.#underWay[type] - 1);
    this.#wake();
  }

  /** @param {number} most milliseconds to wait */
  #nextEnd(most) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake(), most);
      this.#waiting.add(() => {
        clearTimeout(timer);
        resolve(undefined);
      });
    });
  }

  #wake() {
    for (const go of this.#waiting) go();
    this.#waiting.clear();
  }
}
