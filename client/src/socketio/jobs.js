/** @typedef {(next: () => void) => void} Act */

/** What is asked of the server one after the other, since an answer does not say what it is of. */
export class Jobs {
  /** The first is being done. @type {{act: Act, isChange: boolean}[]} */
  #list = [];
  #mayRun;

  /** @param {() => boolean} mayRun is there somebody to ask? */
  constructor(mayRun) {
    this.#mayRun = mayRun;
  }

  /** @param {Act} act @param {boolean} [isChange] does it send a change? */
  add(act, isChange = false) {
    this.#list.push({ act, isChange });
    if (this.#list.length === 1) this.#doFirst();
  }

  /** Does all that waits, without waiting for an answer. */
  hurry() {
    for (const { act } of this.#list.splice(1)) act(() => {});
  }

  /** @param {() => boolean} tell tells of new data; true: what was to be changed before that is not to be changed any more */
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
