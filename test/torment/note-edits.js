'use strict';

const MOST_NOTES = 10;

/**
 * The edits of a `flat` author at random, in a store of its own: between two edits of one field a `flat` client cannot tell
 * which came first, so what it shows is compared where nobody else writes. It still has to show all that others do.
 */
class NoteEdits {
  #count = 0;
  #store;

  /**
   * @param {import('../support/random').Random} random
   * @param {string} author
   */
  constructor(random, author) {
    this.random = random;
    this.author = author;
    this.#store = `notes of ${author}`;
  }

  /** @param {{model: import('../support/project-model').ProjectModel}} view */
  next({ model }) {
    const { random } = this;
    const ids = model.ids(this.#store);
    const name = this.#value();
    const edit = random.weighted([
      [ids.length < MOST_NOTES ? 4 : 0, { added: [this.#fresh(name)] }],
      [ids.length > 0 ? 4 : 0, { updated: [{ id: random.pick(ids), name }] }],
      [ids.length > 1 ? 2 : 0, { removed: [{ id: random.pick(ids) }] }],
    ]);
    return random.chance(0.2) ? this.calm() : { [this.#store]: edit };
  }

  calm() {
    return { project: { [`calm ${this.author}`]: this.#value() } };
  }

  #fresh(name) {
    return { $PhantomId: `_generatedNote_${this.random.uuid()}`, name, mark: name };
  }

  #value() {
    return `${this.author}.${++this.#count}`;
  }
}

module.exports = { NoteEdits };
