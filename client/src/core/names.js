import { entriesOf } from './entries.js';

/** @typedef {Record<string, any>} Fields */

const UUID = /[\da-f]{8}(-[\da-f]{4}){4}[\da-f]{8}/i;
const PREFIX = '_generated';
const MOST_KEPT = 10_000;

/**
 * Phantom ids of new records. A name with a UUID means the same record for all clients, also after a restart of the
 * server, so a repeated change adds nothing twice. Names without a UUID get one in outgoing changes, and are restored
 * in incoming ones.
 */
export class Names {
  /** @type {Map<string, string>} */
  #sent = new Map();
  /** @type {Map<string, string>} */
  #given = new Map();

  /**
   * @param {Fields} changes
   * @returns {Fields} a copy in which each new record has a unique name
   */
  out(changes) {
    for (const { kind, record } of entriesOf(changes))
      if (kind === 'added') this.#know(record.$PhantomId);
    const copy = this.#swap(changes, this.#sent);
    for (const { kind, record } of entriesOf(copy))
      if (kind === 'added' && record.id === undefined) record.$PhantomId ??= PREFIX + uuid();
    return copy;
  }

  /** @param {Fields} changes from the server @returns {Fields} the same with the original names */
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

/** @returns {string} a new one; pages loaded by plain HTTP have no `crypto.randomUUID` */
const uuid = () =>
  'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx'.replace(/x/g, () =>
    (crypto.getRandomValues(new Uint8Array(1))[0] & 15).toString(16),
  );

/** @param {any} change of one store @param {string} kind @returns {Fields[]} */
export const listOf = (change, kind) => (Array.isArray(change?.[kind]) ? change[kind] : []);
