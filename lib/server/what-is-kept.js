'use strict';

/** @typedef {import('../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('../storage/port').Storage} Storage */

const IN_MEMORY = 'in memory alone: a restart forgets what is changed (see the option storage)';

/**
 * The message about the storage at the start.
 *
 * @param {Storage | undefined} storage
 * @returns {string}
 */
function keptAtStart(storage) {
  if (!storage) return `Projects are kept ${IN_MEMORY}`;
  return `Projects are kept in ${placeOf(storage)}${costOf(storage)}`;
}

/**
 * The message at shutdown: what will be there at the next start.
 *
 * @param {Storage | undefined} storage
 * @param {HostedProject[]} projects after their end
 * @param {Error} [fault] why stored data may be missing
 * @returns {string}
 */
function keptAtEnd(storage, projects, fault) {
  const revisions = projects.reduce((sum, project) => sum + project.revisionsSinceOpened, 0);
  const what = `${counted(revisions, 'revision')} of ${counted(projects.length, 'project')}`;
  const ended = `Ended: ${what} since the start`;
  if (!storage) return `${ended}, forgotten with the memory`;
  const place = placeOf(storage);
  return fault
    ? `${ended}, which may be lost with ${place}: ${fault.message}`
    : `${ended}, all kept in ${place}`;
}

/**
 * @param {Storage} storage
 * @returns {string}
 */
function placeOf({ place }) {
  return place ?? 'a storage of the application';
}

/**
 * @param {Storage} storage
 * @returns {string} what a power cut may lose, unless the default durability applies
 */
function costOf({ durability = 'commit' }) {
  const cost = { commit: '', interval: 'the last second', none: 'what the system has not written' };
  return cost[durability] && `; a power cut may cost ${cost[durability]}`;
}

/**
 * @param {number} count
 * @param {string} what
 * @returns {string}
 */
function counted(count, what) {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

module.exports = { keptAtEnd, keptAtStart };
