'use strict';

/**
 * A message template: texts, and between them the names of the values that the core inserts. So a
 * dialect defines its messages, but lib/ does not assemble them.
 *
 * @typedef {readonly string[]} Words
 *
 * How a dialect reads changes and writes the messages about them.
 *
 * @typedef {object} Wording
 * @property {'revisions' | 'changes' | 'payload' | 'data' | 'top'} shape where the changes stand in
 *   a message: `revisions`: `{"data":{"project":…,"revisions":[{"revision":…,"changes":{…}},…]}}`;
 *   `changes`: `{"project":…,"changes":{…}}`; `payload`:
 *   `{"payload":{…},"revision":…[,"force":true]}`; `data`:
 *   `{"data":{…}[,"revision":…][,"force":true]}`, where a field may say `{"value":…,"oldValue":…}`;
 *   `top`: `{"requestId":…,"revision":…,"tasks":{…},…}`, the stores beside the other members. The
 * core writes one answer for the author: the result of its change, and the changes that it missed
 * @property {Words} [told] a revision, for subscribers; none: they get the text of the log
 * @property {Words} [echo] a revision, for its author; none: `told`
 * @property {'always' | 'where-missed' | 'where-renamed'} [echoes] when the author gets its own
 * revision: always; if it added records, or an earlier revision has not reached it yet; the same,
 * or if it named a record by its own phantom id
 * @property {boolean} [tellsEmpty] is an empty revision sent, too?
 * @property {boolean} [isAnswered] is a refusal an answer to the author, without a revision in the
 * log? Otherwise its revisions come back empty, and a further revision corrects it
 * @property {Words} [conflict] a conflicting change; one message for each record if it has values
 * of a record
 */

/**
 * The values of a template. The core has the same names (src/message/words.h), and explains them.
 */
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
