'use strict';

const NAME = /<([\w ]+)>/;
const ANYTHING = '…';

/**
 * What an example leaves open: `<name>` stands for something that the server makes, the same thing wherever the name
 * comes again, and `…` for anything. Alone in a string both stand for a whole value, else for a part of the text.
 */
class Placeholders {
  /** @type {Map<string, unknown>} */
  #values = new Map();

  /**
   * Puts what is known by now in the place of every name.
   *
   * @param {string} text of a message to send
   * @returns {string}
   */
  fill(text) {
    return text.replaceAll(new RegExp(NAME, 'g'), (all, name) => {
      return this.#values.has(name) ? String(this.#values.get(name)) : all;
    });
  }

  /**
   * The message that an example expects, with what came in the places that it leaves open. Where it does not fit, the
   * placeholder stays, so that a comparison shows it.
   *
   * @param {any} expected
   * @param {any} actual
   * @returns {any}
   */
  complete(expected, actual) {
    if (typeof expected === 'string') return this.#completeText(expected, actual);
    if (typeof expected !== 'object' || expected === null) return expected;
    if (Array.isArray(expected)) {
      return expected.map((value, index) => this.complete(value, actual?.[index]));
    }
    const entries = Object.entries(expected);
    return Object.fromEntries(
      entries.map(([key, value]) => [key, this.complete(value, actual?.[key])]),
    );
  }

  /**
   * @param {string} expected
   * @param {unknown} actual
   * @returns {unknown}
   */
  #completeText(expected, actual) {
    if (actual === undefined) return expected;
    if (expected === ANYTHING) return actual;
    const [whole, name] = NAME.exec(expected) ?? [];
    if (whole === expected) return this.#know(name, actual);
    if (typeof actual !== 'string') return expected;

    const [before, after] = this.fill(expected).split(whole ?? ANYTHING, 2);
    if (after === undefined || !fits(actual, before, after)) return this.fill(expected);
    const open = actual.slice(before.length, actual.length - after.length);
    if (name && !this.#values.has(name)) this.#values.set(name, open);
    return actual;
  }

  /**
   * @param {string} name
   * @param {unknown} actual
   * @returns {unknown} what the name stands for
   */
  #know(name, actual) {
    if (!this.#values.has(name)) this.#values.set(name, actual);
    return this.#values.get(name);
  }
}

/**
 * @param {string} text
 * @param {string} before
 * @param {string} after
 * @returns {boolean}
 */
function fits(text, before, after) {
  const isLong = text.length > before.length + after.length;
  return isLong && text.startsWith(before) && text.endsWith(after);
}

module.exports = { Placeholders };
