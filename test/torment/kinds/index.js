'use strict';

/**
 * What can have become of a message; `heard` is `answered` or `refused`.
 *
 * @typedef {'sent' | 'answered' | 'refused' | 'heard' | 'closed'} Became
 */

/**
 * One kind of hostile client. A new one is a file here and a line in the list.
 *
 * @typedef {object} Kind
 * @property {string} name
 * @property {boolean} [isHeavy] its messages are large: one such kind is at work at a time
 * @property {string} [stage] the only one that has what it is against
 * @property {Became[]} mustBe what must have become of some of its
 *   messages, else it does nothing
 * @property {(bout: import('../bout').Bout) => Promise<void>} run once
 */

/** @type {Kind[]} */
const KINDS = [
  ...require('./logins'),
  ...require('./crowds'),
  ...require('./frames'),
  ...require('./requests'),
  ...require('./slowness'),
  require('./bombs'),
  require('./malformed'),
  require('./takeovers'),
  require('./resends'),
  require('./resets'),
  require('./storms'),
  require('./neighbours'),
  require('./workers'),
  ...require('./conflicts'),
  ...require('./refusals'),
  ...require('./phantoms'),
  ...require('./trees'),
  ...require('./crowded-changes'),
  require('./full-projects'),
];

/**
 * @param {string} stage
 * @param {string[]} only names; none: all
 * @returns {Kind[]} that are at work there
 */
function kindsOf(stage, only = []) {
  const known = KINDS.filter((kind) => kind.stage === undefined || kind.stage === stage);
  return known.filter(({ name }) => only.length === 0 || only.includes(name));
}

module.exports = { KINDS, kindsOf };
