'use strict';

/**
 * The text of a message with places that the core fills in: texts, and between them names of places. So a dialect spells its
 * messages, and nothing is put together here for each of them.
 *
 * @typedef {readonly string[]} Words
 *
 * How the clients of a dialect write a change, and what they are told of one.
 *
 * @typedef {object} Wording
 * @property {'revisions' | 'changes' | 'payload' | 'data' | 'top'} shape where a message has its changes:
 *   `revisions`: `{"data":{"project":…,"revisions":[{"revision":…,"changes":{…}},…]}}`;
 *   `changes`: `{"project":…,"changes":{…}}`;
 *   `payload`: `{"payload":{…},"revision":…[,"force":true]}`;
 *   `data`: `{"data":{…}[,"revision":…][,"force":true]}`, where a field may say `{"value":…,"oldValue":…}`;
 *   `top`: `{"requestId":…,"revision":…,"tasks":{…},…}`, the stores beside what else is said. Its author gets one answer, of the core's
 *   own words: what became of its change, and what it has missed
 * @property {Words} [told] of a revision, for its subscribers; none: they get the broadcast as the log has it
 * @property {Words} [echo] of its own revision, for its author; none: `told`
 * @property {'always' | 'where-missed' | 'where-renamed'} [echoes] when its author is told: always; if it added records, or
 *   something came before that it has yet to get; the same, or if it called a record by a name of its own
 * @property {boolean} [tellsEmpty] is a revision told, too, that changes nothing?
 * @property {boolean} [isAnswered] is a refusal an answer to the author, with nothing in the log? Else its revisions come back
 *   empty, and others put it right
 * @property {Words} [conflict] of a change that conflicts; one for each record where it has places of one
 */

/** What can stand in a text. The core has the same names (src/message/words.h), and says what each is. */
const PLACE = Object.freeze({
  PROJECT: 'project',
  CHANGES: 'changes',
  SHOWN: 'shown',
  RETURNED: 'returned',
  NUMBER: 'number',
  SENDER: 'sender',
  LOCAL: 'local',
  TIME: 'time',
  CONFLICTS: 'conflicts',
  CURRENT_STATE: 'currentState',
  RECORD_TYPE: 'recordType',
  RECORD_ID: 'recordId',
  FIELDS: 'fields',
  LOCKED_BY: 'lockedBy',
  SERVER_VERSION: 'serverVersion',
  CLIENT_VERSION: 'clientVersion',
});

/**
 * words`{"type":"changes","payload":${PLACE.CHANGES}}`
 *
 * @param {TemplateStringsArray} texts
 * @param {...string} places of PLACE
 * @returns {Words}
 */
function words(texts, ...places) {
  return Object.freeze(
    texts.flatMap((text, index) => (index < places.length ? [text, places[index]] : [text])),
  );
}

module.exports = { PLACE, words };
