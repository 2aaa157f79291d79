'use strict';

/** @typedef {import('../project/locks').HeldRecord} HeldRecord */

/**
 * Writes lock lists, which differ between dialects only in names.
 *
 * @param {{client: string, type?: string, id?: string}} names of the members for the holder and the record
 * @returns {(held: HeldRecord[], isAll?: boolean) => {locks: object[], all?: true}} `all`: all other records are
 * unlocked
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
