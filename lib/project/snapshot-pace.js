'use strict';

// A start replays the revisions after the last snapshot, and the index of records is updated with each snapshot.
const LEAST_REVISIONS = 1000;
const MOST_REVISIONS = 5000;
// Long revisions make a snapshot earlier.
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Decides when a stored project gets its next snapshot. A snapshot costs in proportion to the project, and saves a
 * start in proportion to the log after the last one. So it is due when that log has become as long as the last
 * snapshot, within bounds: not before 1,000 revisions or 16 MiB, and after 5,000 revisions in any case.
 */
class SnapshotPace {
  /** Bytes of the last snapshot. */
  #size = 0;
  /** What is stored after it. */
  #revisions = 0;
  #bytes = 0;
  /** @type {{revisions: number, bytes: number} | undefined} of it, what the snapshot contains that is being made */
  #taken;

  /**
   * @param {number} size bytes of the last snapshot
   * @param {{revisions: number, bytes: number}} [behind] what is stored after it
   */
  begin(size, { revisions, bytes } = { revisions: 0, bytes: 0 }) {
    this.#size = size;
    this.#revisions = revisions;
    this.#bytes = bytes;
    this.#taken = undefined;
  }

  /**
   * Revisions were stored.
   *
   * @param {number} revisions
   * @param {number} bytes
   */
  note(revisions, bytes) {
    this.#revisions += revisions;
    this.#bytes += bytes;
  }

  /** @returns {boolean} is a snapshot due? */
  get isDue() {
    if (this.#revisions >= MOST_REVISIONS) return true;
    if (this.#revisions < LEAST_REVISIONS && this.#bytes < MOST_BYTES) return false;
    return this.#bytes >= this.#size;
  }

  /**
   * A snapshot is being made, of everything up to now at least.
   *
   * @returns {(size?: number) => void} call it when it is stored, with its size; without one, it could not be made: the
   * next one is tried as late as after one that was. It does nothing if begin() was called meanwhile
   */
  take() {
    const taken = { revisions: this.#revisions, bytes: this.#bytes };
    this.#taken = taken;
    return (size = this.#size) => {
      if (this.#taken !== taken) return;
      const [revisions, bytes] = [this.#revisions - taken.revisions, this.#bytes - taken.bytes];
      this.begin(size, { revisions, bytes });
    };
  }
}

module.exports = { SnapshotPace };
