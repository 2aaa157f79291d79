'use strict';

const { audienceTerms } = require('../native/terms');

/** @typedef {import('./subscriber').Subscriber} Subscriber */
/** @typedef {import('./subscriber').SubscriberDialect} SubscriberDialect */

/**
 * The subscribers of a project by dialect: a broadcast is encoded once for each dialect in use.
 */
class Subscribers {
  /** @type {Map<SubscriberDialect, Set<Subscriber>>} */
  #byDialect;
  #dialects;
  /** The dialects in use, as a part of the terms. */
  audience = 0;
  /** Is there none at all? */
  isEmpty = true;

  /** @param {readonly SubscriberDialect[]} dialects all of them, by their numbers */
  constructor(dialects) {
    this.#dialects = dialects;
    this.#byDialect = new Map(dialects.map((dialect) => [dialect, new Set()]));
  }

  /** @param {Subscriber} subscriber with its final dialect */
  add(subscriber) {
    this.of(subscriber.dialect).add(subscriber);
    this.#note();
  }

  /** @param {Subscriber} subscriber */
  delete(subscriber) {
    this.of(subscriber.dialect).delete(subscriber);
    this.#note();
  }

  /**
   * @param {SubscriberDialect} dialect
   * @returns {Set<Subscriber>} its subscribers
   */
  of(dialect) {
    return /** @type {Set<Subscriber>} */ (this.#byDialect.get(dialect));
  }

  /** @returns {IterableIterator<[SubscriberDialect, Set<Subscriber>]>} by the numbers of the dialects; a set may be empty */
  get byDialect() {
    return this.#byDialect.entries();
  }

  /** @returns {IterableIterator<Subscriber>} */
  *[Symbol.iterator]() {
    for (const subscribers of this.#byDialect.values()) yield* subscribers;
  }

  #note() {
    this.isEmpty = this.#dialects.every((dialect) => this.of(dialect).size === 0);
    this.audience = this.#dialects.reduce(
      (sum, dialect, number) => sum + (this.of(dialect).size > 0 ? audienceTerms(number) : 0),
      0,
    );
  }
}

module.exports = { Subscribers };
