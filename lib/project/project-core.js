'use strict';

const { Project } = require('../native/project');

/** @typedef {import('../native/policies').Policies} Policies */
/** @typedef {import('./subscriber').SubscriberDialect} SubscriberDialect */

/**
 * What holds for all projects of a server: those options of its that are about them.
 *
 * @typedef {object} ProjectSettings
 * @property {Policies} conflicts
 * @property {unknown} [onConflict] is somebody asked about conflicts?
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
// More than any project gives in that time.
const NUMBERS_PER_MS = 2 ** 11;

/**
 * @returns {number} behind which the numbers of a project begin that is made now: higher than all that one of its id gave before,
 *   in this process or another
 */
function lifeNow() {
  return (Date.now() - SINCE_MS) * NUMBERS_PER_MS;
}

/**
 * @param {number | string} id
 * @param {ProjectSettings} options
 * @param {readonly SubscriberDialect[]} dialects all that there are, by their numbers
 * @param {boolean} isKept are its revisions kept, so that their numbers mean the same after a restart?
 * @param {number} [life] see {@link lifeNow}
 * @returns {Project} the core of a project, which is empty until it is loaded
 */
function coreOf(id, options, dialects, isKept, life = lifeNow()) {
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
    // Who asks by request, and keeps no connection, is told numbers that begin behind this one: a number that another life of
    // the server gave, of which nothing was kept, is less than those of this.
    toldOffset: isKept ? 0 : life,
    // Who held a record in another life may come with the fence of then. Where nothing is kept they can write over nothing.
    firstFence: isKept && options.locks === 'enforced' ? life : 0,
  });
}

module.exports = { coreOf, lifeNow };
