'use strict';

const { Audience } = require('../presence/audience');
const { keyOf } = require('./locks');

/** @typedef {import('./locks').HeldRecord} HeldRecord */
/** @typedef {import('./locks').Holder} Holder */
/** @typedef {import('./locks').RecordName} RecordName */
/** @typedef {import('./subscriber').Member} Member */

/**
 * Sends the locks of a project to its listeners: all locks when they start to listen, then each lock that is taken,
 * renewed or ended, at the pace of presence. If many change at once, the full list is sent again.
 */
class LockNews {
  #list;
  #project;
  /** @type {Audience<Member, string>} by record */
  #audience;
  /** @type {Map<string, HeldRecord>} news to send after the answer to their cause */
  #changed = new Map();

  /**
   * @param {number | string} project
   * @param {import('../presence/presence-pace').PresencePace} pace
   * @param {(receiver: Member, message: Buffer) => void} send
   * @param {() => HeldRecord[]} list returns all current locks
   */
  constructor(project, pace, send, list) {
    this.#list = list;
    this.#project = project;
    this.#audience = new Audience(pace, 1, {
      list: (dialect) => dialect.locks(list(), project, true),
      send,
      dialectOf: ({ dialect }) => dialect,
    });
  }

  /** @param {Member} member a listener from now on, if it was not yet */
  add(member) {
    if (this.#audience.has(member)) return;
    // Without a message, a client knows that there are no locks.
    const hasList = this.#list().length === 0;
    this.#audience.add(member, hasList);
    if (!hasList) this.#audience.tellList();
  }

  /** @param {Member} member no listener any more */
  delete(member) {
    this.#audience.delete(member);
  }

  stop() {
    this.#changed.clear();
    this.#audience.stop();
  }

  /**
   * A lock was taken or renewed, or its holder has a new name.
   *
   * @param {RecordName} record
   * @param {Holder} holder
   * @param {number} _fence
   * @param {number} until
   */
  hold(record, holder, _fence, until) {
    this.#tell({ record, holder, until });
  }

  /** @param {RecordName} record that is no longer locked */
  release(record) {
    this.#tell({ record });
  }

  /** @param {HeldRecord} lock */
  #tell(lock) {
    if (this.#changed.size === 0) queueMicrotask(() => this.#report());
    this.#changed.set(keyOf(lock.record), lock);
  }

  #report() {
    const project = this.#project;
    const changed = this.#changed;
    // V8 keeps a link from a cleared map to its next content, so garbage collection would keep all of them for long.
    this.#changed = new Map();
    for (const [key, lock] of changed)
      this.#audience.report(key, (dialect) => dialect.locks([lock], project, false));
  }
}

module.exports = { LockNews };
