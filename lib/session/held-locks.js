'use strict';

/** @typedef {import('../project/locks').HeldRecord} HeldRecord */

/**
 * How a dialect tells which records are locked: all do it alike, but for the names.
 *
 * @param {{client: string, type?: string, id?: string}} names of the members that say who holds a record, and which it is
 * @returns {(held: HeldRecord[], isAll?: boolean) => {locks: object[], all?: true}} `all`: what is not among them is free
 */
function heldLocks({ client, type = 'recordType', id = 'recordId' }) {
  const lockOf = (/** @type {HeldRecord} */ { record, holder, until }) => ({
    [type]: record.type,
    [id]: record.id,
    [client]: holder?.clientId ?? null,
    lockedBy: holder?.userName ?? null,
    until,
  });
  return (held, isAll) => ({ locks: held.map(lockOf), all: isAll || undefined });
}

module.exports = { heldLocks };
