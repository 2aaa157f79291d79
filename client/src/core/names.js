import { entriesOf } from './entries.js';

/** @typedef {Record<string, any>} Fields */

const UUID = /[\da-f]{8}(-[\da-f]{4}){4}[\da-f]{8}/i;
const PREFIX = '_generated';
const MOST_KEPT = 10_000;

/**
 * The names that new records have until the server has given them an id. A name with a UUID in it means the same record whoever uses
 * it, and after a restart of the server, too, so a change that is sent again with it adds nothing twice. Names without one are
 * given one on the way out, and are what they were on the way in.
 */
export class Names {
  /** @type {Map<string, string>} */
  #sent = new Map();
  /** @type {Map<string, string>} */
  #given = new Map();

  /**
   * @param {Fields} changes
   * @returns {Fields} a copy, in which each new record has a name that is like no other
   */
  out(changes) {
    for (const { kind, record } of entriesOf(changes))
      if (kind === 'added') this.#know(record.$PhantomId);
    const copy = this.#swap(changes, this.#sent);
    for (const { kind, record } of entriesOf(copy))
      if (kind === 'added' && record.id === undefined) record.$PhantomId ??= PREFIX + uuid();
    return copy;
  }

  /** @param {Fields} changes of the server's @returns {Fields} the same with the names that its author gave */
  in(changes) {
    return this.#given.size > 0 ? this.#swap(changes, this.#given) : changes;
  }

  /** @param {unknown} name */
  #know(name) {
    if (typeof name !== 'string' || this.#sent.has(name) || UUID.test(name)) return;
    const unique = `${name.startsWith(PREFIX) ? '' : PREFIX}${name}_${uuid()}`;
    this.#sent.set(name, unique);
    this.#given.set(unique, name);
    if (this.#sent.size <= MOST_KEPT) return;
    const [[oldest, itsUnique]] = this.#sent;
    this.#sent.delete(oldest);
    this.#given.delete(itsUnique);
  }

  /** @param {Fields} changes @param {Map<string, string>} map @returns {Fields} */
  #swap(changes, map) {
    return JSON.parse(
      JSON.stringify(changes, (key, value) =>
        typeof value === 'string' && key !== 'name' ? (map.get(value) ?? value) : value,
      ),
    );
  }
}

/** @returns {string} a new one; pages that came by plain HTTP have no `crypto.randomUUID` */
const uuid = () =>
  'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx'.replace(/x/g, () =>
    (crypto.getRandomValues(new Uint8Array(1))[0] & 15).toString(16),
  );

/** @param {any} change of one store @param {string} kind @returns {Fields[]} */
export const listOf = (change, kind) => (Array.isArray(change?.[kind]) ? change[kind] : []);
