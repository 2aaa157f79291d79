'use strict';

const { errorText } = require('../base/errors');
const { Locks } = require('./locks');

/** @typedef {import('./subscriber').Member} Member */
/** @typedef {import('../net/broadcaster').Broadcaster} Broadcaster */
/** @typedef {import('../native/project').Project} Project */

/**
 * The locks of a project, which tell those who wait, and the core where they are enforced.
 *
 * @param {number | string} project
 * @param {'off' | 'advisory' | 'enforced' | undefined} mode
 * @param {Project} native
 * @param {Broadcaster} broadcaster
 * @returns {Locks<Member> | undefined} undefined: it has none
 */
function locksOf(project, mode, native, broadcaster) {
  if (mode !== 'advisory' && mode !== 'enforced') return undefined;
  /** @type {ConstructorParameters<typeof Locks<Member>>[0]} */
  const tell = (member, record, verdict) => {
    const message = member.dialect.lock(record, verdict, project);
    broadcaster.send([member], Buffer.from(JSON.stringify(message)));
  };
  return new Locks(tell, mode === 'enforced' ? enforcerOf(native) : undefined);
}

/**
 * @param {Project} native
 * @returns {import('./locks').Enforcer}
 */
function enforcerOf(native) {
  return {
    hold({ type, id }, { clientId, userName = null }, fence) {
      native.holdRecord(type, String(id), clientId, JSON.stringify(userName), fence);
    },
    release({ type, id }) {
      native.releaseRecord(type, String(id));
    },
  };
}

/**
 * @param {string | null} lockedBy
 * @returns {string} for who wants to change the record
 */
function whyLocked(lockedBy) {
  return errorText('ERR_LOCKED', `The record is locked by ${lockedBy ?? 'somebody else'}`);
}

module.exports = { locksOf, whyLocked };
