'use strict';

const { errorText } = require('../base/errors');
const { LockNews } = require('./lock-news');
const { Locks } = require('./locks');

/** @typedef {import('./subscriber').Member} Member */
/** @typedef {import('../net/broadcaster').Broadcaster} Broadcaster */
/** @typedef {import('../native/project').Project} Project */

/**
 * Creates the locks of a project, which notify waiting clients, listeners, and with enforced locks the core.
 *
 * @param {number | string} project
 * @param {'off' | 'advisory' | 'enforced' | undefined} locking
 * @param {Project} native
 * @param {object} parts
 * @param {Broadcaster} parts.broadcaster
 * @param {import('../presence/presence-pace').PresencePace} parts.pace
 * @param {number} [parts.firstFence] fences start after it
 * @returns {{locks?: Locks<Member>, lockNews?: LockNews}} empty if locks are off
 */
function locksOf(project, locking, native, { broadcaster, pace, firstFence }) {
  if (locking !== 'advisory' && locking !== 'enforced') return {};
  /** @type {(member: Member, message: Buffer) => void} */
  const send = (member, message) => broadcaster.send([member], message);
  /** @type {ConstructorParameters<typeof Locks<Member>>[0]} */
  const tell = (member, record, verdict) => {
    const message = member.dialect.lock(record, verdict, project);
    send(member, Buffer.from(JSON.stringify(message)));
  };
  const lockNews = new LockNews(project, pace, send, () => locks.all());
  const enforcers = locking === 'enforced' ? [enforcerOf(native)] : [];
  /** @type {Locks<Member>} */
  const locks = new Locks(tell, [...enforcers, lockNews], { firstFence });
  return { locks, lockNews };
}

/**
 * @param {Project} native
 * @returns {import('./locks').Witness}
 */
function enforcerOf(native) {
  return {
    hold({ type, id }, { clientId, userName = null }, fence) {
      native.holdRecord(type, String(id), clientId, JSON.stringify(userName), fence);
    },
    release({ type, id }) {
      native.releaseRecord(type, String(id));
    },
    expire(fence) {
      native.expireFences(fence);
    },
  };
}

/**
 * @param {string | null} lockedBy
 * @returns {string} the text for a client that wants to change the record
 */
function whyLocked(lockedBy) {
  return errorText('ERR_LOCKED', `The record is locked by ${lockedBy ?? 'somebody else'}`);
}

module.exports = { locksOf, whyLocked };
