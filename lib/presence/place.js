'use strict';

/**
 * The position of a user in a project: the record, and whether they edit it.
 *
 * @typedef {object} Place
 * @property {string} type the store of the record
 * @property {string | number} id
 * @property {boolean} isEditing
 */

const LONGEST_ID = 1024;
const LONGEST_TYPE = 1024;
/** The default store of records. */
const TASKS = 'tasks';

/**
 * @param {string} text
 * @param {number} most bytes as JSON text, where a character may take six
 * @returns {boolean}
 */
function isShort(text, most) {
  // A character takes six at most.
  if (text.length <= most / 6) return true;
  return text.length <= most && Buffer.byteLength(JSON.stringify(text)) - 2 <= most;
}

/**
 * @param {unknown} id from a client
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
 * Reads the position in a message of a client. `null` counts as missing.
 *
 * @param {Record<string, unknown>} said
 * @returns {Place | null | undefined} null: at no record; undefined: invalid
 */
function readPlace({ recordType, recordId, action }) {
  if ((action ?? 'viewing') !== 'viewing' && action !== 'editing') return undefined;
  const isEditing = action === 'editing';
  const type = recordType ?? TASKS;
  if (!isType(type)) return undefined;
  if (recordId !== undefined && recordId !== null)
    return isId(recordId) ? { type, id: recordId, isEditing } : undefined;
  // Editing needs a record.
  return isEditing ? undefined : null;
}

/**
 * @param {Record<string, unknown>} said
 * @returns {{type: string, id: string | number} | undefined} the record named by a client; undefined: invalid
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
 * @returns {{recordType?: string, recordId?: string | number, action: 'viewing' | 'editing'}} in the form of a client
 * message
 */
function placeFields(place) {
  const action = place?.isEditing ? 'editing' : 'viewing';
  return { recordType: place?.type, recordId: place?.id, action };
}

/**
 * @param {Place | null} place
 * @returns {string | number | undefined} the id, if it is a task
 */
function taskAt(place) {
  return place?.type === TASKS ? place.id : undefined;
}

module.exports = { TASKS, isId, isSamePlace, placeFields, readPlace, readRecord, taskAt };
