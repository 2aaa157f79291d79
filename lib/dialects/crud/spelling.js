'use strict';

const { PLACE, words } = require('../../native/words');

/** @typedef {import('../../project/subscriber').SubscriberDialect} SubscriberDialect */

/** What a pack has besides stores and the project. */
const ENVELOPE = new Set(['type', 'requestId', 'revision']);

/** @type {import('../../native/words').Wording} */
const WORDING = {
  shape: 'top',
  isAnswered: true,
  told: words`{}`,
  conflict: words`{"success":false,"message":"Somebody else has changed the same","code":"ERR_CONFLICT","conflicts":${PLACE.CONFLICTS},"currentState":${PLACE.CURRENT_STATE}}`,
};

/**
 * The packs of a CrudManager, which come over HTTP: nobody subscribes in it. What a sync is answered the core writes as a whole;
 * `told` is what nobody is told.
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
