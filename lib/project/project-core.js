'use strict';

const { Project } = require('../native/project');

/** @typedef {import('../native/policies').Policies} Policies */
/** @typedef {import('./subscriber').SubscriberDialect} SubscriberDialect */

/**
 * The options of the server for all its projects.
 *
 * @typedef {object} ProjectSettings
 * @property {Policies} conflicts
 * @property {unknown} [onConflict] set if there is such a hook
 * @property {import('./hooks').HookOptions['onLoad']} [onLoad]
 * @property {import('./hooks').HookOptions['onStore']} [onStore]
 * @property {'off' | 'advisory' | 'enforced'} [locks]
 * @property {number} autoSaveIntervalMins
 * @property {'prefixed' | 'number' | 'uuid'} idFormat
 * @property {string[]} mergeFields
 * @property {'data' | 'plain'} [datasetKeys]
 * @property {'where-missed' | 'always'} [echo]
 * @property {number} maxPayload
 * @property {number} [maxLogRevisions]
 * @property {number} [maxLogBytes]
 * @property {number} [maxProjectBytes]
 */

const SINCE_MS = Date.UTC(2020, 0, 1);
// More numbers than any project uses in that time.
const NUMBERS_PER_MS = 2 ** 11;

/**
 * @param {number} [time] milliseconds since 1970; default: now
 * @returns {number} offset for the numbers of a project created at that time: higher than all numbers of projects with
 * its id that were created before, in this process or another
 */
function lifeAt(time = Date.now()) {
  return (time - SINCE_MS) * NUMBERS_PER_MS;
}

/**
 * @param {number | string} id
 * @param {ProjectSettings} options
 * @param {readonly SubscriberDialect[]} dialects all of them, by their numbers
 * @param {boolean} isKept are its revisions stored, so that their numbers stay valid after a restart?
 * @param {number} [life] see {@link lifeAt}
 * @returns {Project} the core of a project, empty until it is loaded
 */
function coreOf(id, options, dialects, isKept, life = lifeAt()) {
  return new Project({
    id,
    idFormat: options.idFormat,
    maxMessageBytes: options.maxPayload,
    maxLogRevisions: options.maxLogRevisions,
    maxLogBytes: options.maxLogBytes,
    maxProjectBytes: options.maxProjectBytes,
    mergeFields: options.mergeFields,
    wordings: dialects.map((dialect) => dialect.wordingFor?.(options) ?? dialect.wording),
    keepsJournal: isKept,
    hasPlainKeys: options.datasetKeys === 'plain',
    // Clients without a connection get revision numbers after this one, so a number from an earlier run without a
    // storage is less than all numbers of this run.
    toldOffset: isKept ? 0 : life,
    // A lock holder of an earlier run may still send its old fence. Without a storage, there is nothing that it could
    // overwrite.
    firstFence: isKept && options.locks === 'enforced' ? life : 0,
  });
}

module.exports = { coreOf, lifeAt };
