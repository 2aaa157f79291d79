'use strict';

const { quoted } = require('../base/log');
const { nearestName } = require('../base/nearest-name');
const { OPTIONS } = require('../options/options');
const { sqliteFile } = require('../storage/storage');

/** @typedef {import('../options/option-types').ResolvedOptions} ResolvedOptions */
/** @typedef {{id: number | string, name: string}} Listed a project */

/**
 * Warnings for the operator at the start: open access through demo settings, rights for unknown projects, and options
 * without effect.
 *
 * @param {ResolvedOptions} options
 * @param {Listed[]} projects
 * @returns {string[]}
 */
function startWarnings(options, projects) {
  return [
    ...openDoors(options),
    ...closedDoors(options, projects),
    ...noProjects(options, projects),
    ...idleOptions(options),
  ];
}

/**
 * @param {ResolvedOptions} options
 * @returns {string[]} one at most
 */
function openDoors({ data, projects, users, groups }) {
  if (!projects && data === OPTIONS.data.default) return [];
  const who = [];
  if (users === OPTIONS.users.default) {
    who.push(`the demo users ${Object.keys(users).join(', ')}, whose passwords are their names`);
  }
  if (groups === OPTIONS.groups.default) {
    who.push(`anybody without a password (project ${groups.anonymous.projects})`);
  }
  if (who.length === 0) return [];
  return [`Your data may be changed by ${who.join(', and ')}: give users and groups of your own`];
}

/**
 * @param {ResolvedOptions} options
 * @param {Listed[]} projects
 * @returns {string[]}
 */
function closedDoors({ users, groups, verifyToken }, projects) {
  if (Object.keys(users).length === 0 && !Object.hasOwn(groups, 'anonymous') && !verifyToken) {
    return ['Nobody can log in: there are no users, no group "anonymous" and no verifyToken'];
  }
  const seen = Object.values(groups).map((group) => group.projects);
  const ids = seen.includes('*') ? undefined : new Set(seen.flat().map(String));
  const hidden = projects.filter(({ id }) => ids && !ids.has(String(id)));
  return hidden.map(
    ({ id, name }) =>
      `No group may see project ${quoted(id)} (${quoted(name)}): see the option groups`,
  );
}

/**
 * @param {ResolvedOptions} options
 * @param {Listed[]} projects
 * @returns {string[]} about ids in groups other than those of the demo
 */
function noProjects({ groups }, projects) {
  const { default: usual, defaultFor } = OPTIONS.groups;
  if (groups === usual || groups === defaultFor?.({})) return [];
  const ids = projects.map(({ id }) => String(id));
  return Object.entries(groups).flatMap(([name, { projects: seen }]) =>
    (seen === '*' ? [] : seen)
      .filter((id) => !ids.includes(String(id)))
      .map((id) => {
        // One or two digits are too short to guess a misspelling.
        const nearest = String(id).length > 2 ? nearestName(String(id), ids) : undefined;
        const hint = nearest === undefined ? '' : `: did you mean ${quoted(nearest)}?`;
        return `Group ${quoted(name)} names project ${quoted(id)}, which there is not${hint}`;
      }),
  );
}

/**
 * @param {ResolvedOptions} options
 * @returns {string[]} about options that need a storage file
 */
function idleOptions({ storage, durability, keepHistory }) {
  if (typeof storage === 'string' && sqliteFile(storage) !== undefined) return [];
  const given = [];
  if (durability !== OPTIONS.durability.default) given.push('durability');
  if (keepHistory !== undefined) given.push('keepHistory');
  const why =
    storage === 'memory'
      ? 'the projects are in memory alone (see the option storage)'
      : 'the storage is one of your own';
  return given.map((name) => `The option ${name} does nothing: ${why}`);
}

module.exports = { startWarnings };
