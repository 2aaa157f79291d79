'use strict';

const { Audience } = require('../presence/audience');
const { keyOf } = require('./locks');

/** @typedef {import('./locks').HeldRecord} HeldRecord */
/** @typedef {import('./locks').Holder} Holder */
/** @typedef {import('./locks').RecordName} RecordName */
/** @typedef {import('./subscriber').Member} Member */

/**
 * What those in a project are told of its locks, whoever has them: all that there are when they begin to listen, then those that
 * somebody takes, renews or has no more, at the pace of presence. Where many change at once, all are told anew.
 */
class LockNews {
  #list;
  #project;
  /** @type {Audience<Member, string>} by the names of records */
  #audience;
  /** @type {Map<string, HeldRecord>} what is to be told when who has caused it was answered */
  #changed = new Map();

  /**
   * @param {number | string} project
   * @param {import('../presence/presence-pace').PresencePace} pace
   * @param {(receiver: Member, message: Buffer) => void} send
   * @param {() => HeldRecord[]} list all that are held now
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

  /** @param {Member} member that is told from now on, if it was not yet */
  add(member) {
    if (this.#audience.has(member)) return;
    // Who is told of none knows that there is none.
    const hasList = this.#list().length === 0;
    this.#audience.add(member, hasList);
    if (!hasList) this.#audience.tellList();
  }

  /** @param {Member} member that is told no more */
  delete(member) {
    this.#audience.delete(member);
  }

  stop() {
    this.#changed.clear();
    this.#audience.stop();
  }

  /**
   * Somebody has a record, or has it longer, or has another name.
   *
   * @param {RecordName} record
   * @param {Holder} holder
   * @param {number} _fence
   * @param {number} until
   */
  hold(record, holder, _fence, until) {
    this.#tell({ record, holder, until });
  }

  /** @param {RecordName} record that nobody has any more */
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
    for (const [key, lock] of this.#changed)
      this.#audience.report(key, (dialect) => dialect.locks([lock], project, false));
    this.#changed.clear();
  }
}

module.exports = { LockNews };
