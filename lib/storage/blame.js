'use strict';

/** @typedef {import('./history').KeptRevision} KeptRevision */
/**
 * @typedef {object} Asked
 * @property {string} store
 * @property {string} record
 * @property {string} field '' for all
 * @property {string} user '' for all
 * @property {number} first number of the first revision
 * @property {number} since milliseconds since 1970, as of a revision
 * @property {number} until
 * @property {number} limit maximum number of revisions, the newest first
 *
 * @typedef {object} Past earlier states of a record
 * @property {(epoch: number) => Promise<string | undefined>} startOf JSON text of the record at the beginning of an
 * epoch
 * @property {(number: number) => Promise<string | undefined>} before JSON text of the record before a revision; slower
 */

// If the overwritten value is not in this many older revisions of the record, an earlier state of the project is
// loaded.
const MOST_LOOKS = 1000;

/**
 * A written field of a record, or the addition or removal of the record.
 *
 * @typedef {object} Written
 * @property {number} revision
 * @property {Date} time
 * @property {string} user
 * @property {string} client
 * @property {'added' | 'updated' | 'removed'} what
 * @property {boolean} [isDependent] was it removed together with its parent, or with a record that it belonged to?
 * @property {string} [field] undefined: the record was removed
 * @property {unknown} [from] undefined: there was no value
 * @property {unknown} [to]
 */

/**
 * Lists what revisions wrote into one record, from the newest to the oldest. The previous value of a field is the one
 * in the next older revision that wrote it. Writes of an equal value are omitted.
 *
 * @param {AsyncIterable<KeptRevision>} revisions all that name the record, the newest first
 * @param {Asked} asked
 * @param {Past} past
 * @returns {Promise<Written[]>} the newest first
 */
async function blame(revisions, asked, past) {
  const life = new Life();
  /** @type {KeptRevision | undefined} */
  let last;
  let shown = 0;
  let looks = 0;
  for await (const revision of revisions) {
    const isOver = shown >= asked.limit || revision.revision < asked.first;
    if (isOver && life.isKnown) break;
    if (isOver && looks++ >= MOST_LOOKS) break;
    // A reset may have changed any field.
    if (last && revision.epoch !== last.epoch) life.began(await past.startOf(last.epoch));
    last = revision;
    const isOf = matches(revision, asked);
    if (life.read(revision, asked, !isOver && isOf)) shown += 1;
  }
  if (last && !life.isKnown) {
    const start = looks < MOST_LOOKS ? await past.startOf(last.epoch) : undefined;
    life.began(start ?? (await past.before(last.revision)));
  }
  return life.written.filter(({ what, from, to }) => what === 'removed' || !isSame(from, to));
}

/** The history of one record, read backwards. */
class Life {
  /** @type {Written[]} */
  written = [];
  /** @type {Map<string, Written>} by field: the oldest listed write whose previous value is still unknown */
  #open = new Map();

  /** @returns {boolean} are all previous values known? */
  get isKnown() {
    return this.#open.size === 0;
  }

  /**
   * @param {KeptRevision & {isDependent?: boolean}} revision the next older one
   * @param {Asked} asked
   * @param {boolean} isTold
   * @returns {boolean} does it match the query?
   */
  read(revision, asked, isTold) {
    const { revision: number, time, user, client, isDependent } = revision;
    const who = { revision: number, time, user, client };
    let isAsked = false;
    if (writes(revision, asked, 'removed').length > 0) {
      this.began(undefined);
      isAsked = asked.field === '';
      const how = isDependent ? { isDependent } : {};
      if (isTold && isAsked) this.written.push({ ...who, what: 'removed', ...how });
    }
    for (const what of /** @type {const} */ (['updated', 'added'])) {
      for (const entry of writes(revision, asked, what).reverse()) {
        for (const [field, to] of Object.entries(entry).reverse()) {
          this.#resolve(field, to);
          const isMeant = asked.field === '' || asked.field === field;
          if (!isMeant || field === 'id' || field.startsWith('$')) continue;
          isAsked = true;
          if (isTold) this.#tell({ ...who, what, field, to });
        }
        if (what === 'added') this.began(undefined);
      }
    }
    return isTold && isAsked;
  }

  /** @param {string} [text] JSON text of the record before everything that was read; undefined: it did not exist */
  began(text) {
    /** @type {Record<string, unknown>} */
    const fields = text === undefined ? {} : JSON.parse(text);
    for (const field of [...this.#open.keys()]) this.#resolve(field, fields[field]);
  }

  /** @param {Written & {field: string}} written */
  #tell(written) {
    this.written.push(written);
    this.#open.set(written.field, written);
  }

  /**
   * @param {string} field
   * @param {unknown} from
   */
  #resolve(field, from) {
    const written = this.#open.get(field);
    if (written && from !== undefined) written.from = from;
    this.#open.delete(field);
  }
}

/**
 * @param {KeptRevision} revision
 * @param {Asked} asked
 * @returns {boolean} is it of the user and the time? Where the clock was set back, times are not in order
 */
function matches({ user, time }, asked) {
  const isOfUser = asked.user === '' || asked.user === user;
  return isOfUser && time.getTime() >= asked.since && time.getTime() <= asked.until;
}

/**
 * @param {KeptRevision} revision
 * @param {Asked} asked
 * @param {'added' | 'updated' | 'removed'} list
 */
function writes({ changes }, { store, record }, list) {
  const entries = changes[store]?.[list] ?? [];
  return entries.filter(({ id }) => String(id) === record);
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

module.exports = { blame };
