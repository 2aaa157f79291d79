/** @typedef {(next: () => void) => void} Act */

/** Runs requests one after the other, because an answer does not name its request. */
export class Jobs {
  /** The first one is running. @type {{act: Act, isChange: boolean}[]} */
  #list = [];
  #mayRun;

  /** @param {() => boolean} mayRun is it connected? */
  constructor(mayRun) {
    this.#mayRun = mayRun;
  }

  /** @param {Act} act @param {boolean} [isChange] does it send a change? */
  add(act, isChange = false) {
    this.#list.push({ act, isChange });
    if (this.#list.length === 1) this.#doFirst();
  }

  /** Runs all waiting jobs without waiting for answers. */
  hurry() {
    for (const { act } of this.#list.splice(1)) act(() => {});
  }

  /** @param {() => boolean} tell reports new data; true: waiting changes must be dropped */
  dropChanges(tell) {
    const before = this.#list.slice(1).filter(({ isChange }) => isChange);
    if (!tell()) return;
    this.#list = this.#list.filter((job) => !before.includes(job));
  }

  #doFirst() {
    if (!this.#mayRun()) return;
    this.#list[0]?.act(() => {
      this.#list.shift();
      this.#doFirst();
    });
  }
}
