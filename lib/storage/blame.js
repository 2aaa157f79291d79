'use strict';

/** @typedef {import('./history').KeptRevision} KeptRevision */
/**
 * @typedef {object} Asked
 * @property {string} store
 * @property {string} record
 * @property {string} field '' for all
 * @property {string} user '' for all
 * @property {number} first number of the first revision that is meant
 * @property {number} limit so many of the newest revisions
 *
 * @typedef {object} Past what a record was
 * @property {(epoch: number) => Promise<string | undefined>} startOf an epoch: JSON text of the record with which it began
 * @property {(number: number) => Promise<string | undefined>} before a revision: the same, which takes longer
 */

// Where the value that was overwritten is not among so many older revisions of the record, the project is asked as it was.
const MOST_LOOKS = 1000;

/**
 * One field of a record that somebody wrote, or the record itself that was added or removed.
 *
 * @typedef {object} Written
 * @property {number} revision
 * @property {Date} time
 * @property {string} user
 * @property {string} client
 * @property {'added' | 'updated' | 'removed'} what
 * @property {boolean} [isDependent] it was removed with another record: its parent, or one that it belonged to
 * @property {string} [field] none: the record was removed
 * @property {unknown} [from] undefined: there was nothing
 * @property {unknown} [to]
 */

/**
 * What revisions wrote into one record, from the newest to the oldest: what a field was before is what the next older revision
 * of the record says that wrote it. A field that got the value which it had is left out.
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
    // A reset may have changed everything.
    if (last && revision.epoch !== last.epoch) life.began(await past.startOf(last.epoch));
    last = revision;
    const isOf = asked.user === '' || asked.user === revision.user;
    if (life.read(revision, asked, !isOver && isOf)) shown += 1;
  }
  if (last && !life.isKnown) {
    const start = looks < MOST_LOOKS ? await past.startOf(last.epoch) : undefined;
    life.began(start ?? (await past.before(last.revision)));
  }
  return life.written.filter(({ what, from, to }) => what === 'removed' || !isSame(from, to));
}

/** One record, read backwards. */
class Life {
  /** @type {Written[]} */
  written = [];
  /** @type {Map<string, Written>} by field: the oldest that is told, of which nobody has said yet what was before */
  #open = new Map();

  /** @returns {boolean} is it known of all that is told what was before? */
  get isKnown() {
    return this.#open.size === 0;
  }

  /**
   * @param {KeptRevision & {isDependent?: boolean}} revision the next older one
   * @param {Asked} asked
   * @param {boolean} isTold
   * @returns {boolean} is it one of those that are asked for?
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

  /** @param {string} [text] JSON text of what the record was before all that was read; none: it was not there */
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
