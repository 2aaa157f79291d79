'use strict';

const { PLACE, words } = require('../../native/words');

/** @typedef {import('../../project/subscriber').SubscriberDialect} SubscriberDialect */

/** Members of a pack other than stores and the project. */
const ENVELOPE = new Set(['type', 'requestId', 'revision']);

/** @type {import('../../native/words').Wording} */
const WORDING = {
  shape: 'top',
  isAnswered: true,
  told: words`{}`,
  conflict: words`{"success":false,"message":"Somebody else has changed the same","code":"ERR_CONFLICT","conflicts":${PLACE.CONFLICTS},"currentState":${PLACE.CURRENT_STATE}}`,
};

/**
 * The packs of a CrudManager, sent over HTTP: this dialect has no subscribers. The core writes the whole answer to a
 * sync, so `told` is never sent.
 *
 * @type {SubscriberDialect}
 */
const crud = Object.freeze({
  name: 'crud',
  policy: 'last-writer-wins',
  tracks: false,
  wording: WORDING,
  changesOf: (message) => [
    Object.fromEntries(Object.entries(message).filter(([name]) => !ENVELOPE.has(name))),
  ],
  whole: () => [],
  reset: () => undefined,
});

module.exports = { crud };
