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
const NUMBERS_PER_SECOND = 2 ** 20;
const FENCES_PER_MS = 2 ** 10;
const NUMBERS_OF_THIS_LIFE = Math.floor((Date.now() - SINCE_MS) / 1000) * NUMBERS_PER_SECOND;

/**
 * @param {number | string} id
 * @param {ProjectSettings} options
 * @param {readonly SubscriberDialect[]} dialects all that there are, by their numbers
 * @param {boolean} isKept are its revisions kept, so that their numbers mean the same after a restart?
 * @param {number} [firstFence] see {@link firstFenceOf}
 * @returns {Project} the core of a project, which is empty until it is loaded
 */
function coreOf(id, options, dialects, isKept, firstFence = 0) {
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
    toldOffset: isKept ? 0 : NUMBERS_OF_THIS_LIFE,
    firstFence: options.locks === 'enforced' ? firstFence : 0,
  });
}

/**
 * Who held a record in a life of the server before this may come with the fence of then, which is to be less than all of this one.
 * Where nothing is kept there is nothing that they could write over.
 *
 * @param {boolean} isKept
 * @returns {number} behind which the fences of a project begin that is made now
 */
function firstFenceOf(isKept) {
  return isKept ? (Date.now() - SINCE_MS) * FENCES_PER_MS : 0;
}

module.exports = { NUMBERS_OF_THIS_LIFE, coreOf, firstFenceOf };
