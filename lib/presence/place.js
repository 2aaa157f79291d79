'use strict';

/**
 * Where somebody is in a project: at which record, and whether they only look at it.
 *
 * @typedef {object} Place
 * @property {string} type the store of the record
 * @property {string | number} id
 * @property {boolean} isEditing
 */

const LONGEST_ID = 1024;
const LONGEST_TYPE = 1024;
/** The store of the records of which clients speak that name no store. */
const TASKS = 'tasks';

/**
 * @param {string} text
 * @param {number} most bytes of it in a JSON text, where a character may take six
 * @returns {boolean}
 */
function isShort(text, most) {
  // A character takes six at most.
  if (text.length <= most / 6) return true;
  return text.length <= most && Buffer.byteLength(JSON.stringify(text)) - 2 <= most;
}

/**
 * @param {unknown} id that a client says
 * @returns {id is string | number}
 */
function isId(id) {
  return typeof id === 'string' ? isShort(id, LONGEST_ID) : typeof id === 'number';
}

/**
 * @param {unknown} type
 * @returns {type is string}
 */
function isType(type) {
  return typeof type === 'string' && type !== '' && isShort(type, LONGEST_TYPE);
}

/**
 * What a client says of where it is. `null` is as if it were not there.
 *
 * @param {Record<string, unknown>} said
 * @returns {Place | null | undefined} null: at no record; undefined: that is no place
 */
function readPlace({ recordType, recordId, action }) {
  if ((action ?? 'viewing') !== 'viewing' && action !== 'editing') return undefined;
  const isEditing = action === 'editing';
  const type = recordType ?? TASKS;
  if (!isType(type)) return undefined;
  if (recordId !== undefined && recordId !== null)
    return isId(recordId) ? { type, id: recordId, isEditing } : undefined;
  // Who names no record cannot edit it.
  return isEditing ? undefined : null;
}

/**
 * @param {Record<string, unknown>} said
 * @returns {{type: string, id: string | number} | undefined} the record that a client names; undefined: that is none
 */
function readRecord({ recordType, recordId }) {
  const place = readPlace({ recordType, recordId });
  return place ? { type: place.type, id: place.id } : undefined;
}

/**
 * @param {Place | null} one
 * @param {Place | null} other
 * @returns {boolean}
 */
function isSamePlace(one, other) {
  return one?.type === other?.type && one?.id === other?.id && one?.isEditing === other?.isEditing;
}

/**
 * @param {Place | null} place
 * @returns {{recordType?: string, recordId?: string | number, action: 'viewing' | 'editing'}} as a client would say it
 */
function placeFields(place) {
  const action = place?.isEditing ? 'editing' : 'viewing';
  return { recordType: place?.type, recordId: place?.id, action };
}

/**
 * @param {Place | null} place
 * @returns {string | number | undefined} of the task that somebody is at
 */
function taskAt(place) {
  return place?.type === TASKS ? place.id : undefined;
}

module.exports = { TASKS, isId, isSamePlace, isType, placeFields, readPlace, readRecord, taskAt };
