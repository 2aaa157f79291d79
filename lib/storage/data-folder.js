'use strict';

const fs = require('node:fs/promises');
const path = require('node:path');
const { readPolicies } = require('../native/policies');
const { codedError, codedTypeError } = require('../base/errors');
const { isObject } = require('../base/is-object');
const { unknownKey } = require('../base/nearest-name');
const { parseJsonFile } = require('../base/json-file');
const { readDataFile, reason } = require('./data-source');

/** @typedef {import('../native/policies').Policies} Policies */
/** @typedef {import('./data-source').ProjectOptions} ProjectOptions */

const LIST_FILE = 'projects.json';
const PROJECT_KEYS = ['id', 'name', 'source', 'conflicts'];

/**
 * The projects of a data folder: those in its projects.json, else one for each *.json in the order of their names,
 * numbered from 1.
 *
 * @param {string} folder
 * @param {Policies} policies of each dialect
 * @returns {Promise<ProjectOptions[]>}
 */
async function listFolder(folder, policies) {
  const names = (await readFolder(folder)).filter((name) => name.endsWith('.json')).sort();
  if (names.includes(LIST_FILE)) return readListFile(folder, policies);
  if (names.length === 0) {
    const where = path.resolve(folder);
    throw codedError('ERR_DATA_FILE_NOT_READ', `Data folder ${where}: it holds no *.json file`);
  }
  return names.map((name, index) => ({
    id: index + 1,
    name: path.basename(name, '.json'),
    source: path.join(folder, name),
  }));
}

/**
 * Checks the option `projects`.
 *
 * @param {unknown[]} list
 * @param {Policies} policies of each dialect
 * @param {boolean} [hasLoad] does the hook `onLoad` provide projects without a source?
 * @returns {ProjectOptions[]} each with a name
 * @throws {TypeError} that names the invalid entry
 */
function checkProjects(list, policies, hasLoad = false) {
  const { projects, problem } = readProjects(list, policies, hasLoad);
  if (problem) throw codedTypeError('ERR_INVALID_OPTION', `Option "projects": ${problem}`);
  return projects;
}

/**
 * @param {unknown} list
 * @param {Policies} policies
 * @param {boolean} [hasLoad]
 * @returns {{projects: ProjectOptions[], problem?: string}}
 */
function readProjects(list, policies, hasLoad = false) {
  if (!Array.isArray(list)) return { projects: [], problem: 'it is not a list' };
  const ids = new Set();
  for (const [index, entry] of list.entries()) {
    const problem = findProblem(entry, policies, hasLoad);
    if (problem) return { projects: [], problem: `entry ${index} ${problem}` };
    if (ids.has(String(entry.id))) return { projects: [], problem: `two have the id ${entry.id}` };
    ids.add(String(entry.id));
  }
  return {
    projects: list.map(({ id, name = String(id), source, conflicts }) => ({
      id,
      name,
      source,
      ...(conflicts === undefined ? {} : { conflicts }),
    })),
  };
}

/**
 * @param {unknown} entry
 * @param {Policies} policies
 * @param {boolean} hasLoad
 * @returns {string | undefined}
 */
function findProblem(entry, policies, hasLoad) {
  if (!isObject(entry)) return 'is not an object';
  const unknown = unknownKey(entry, PROJECT_KEYS);
  if (unknown) return unknown;
  const { id, name = '', source, conflicts = {} } = entry;
  if (typeof id !== 'string' && !Number.isSafeInteger(id)) {
    return 'needs an id: a text or a whole number';
  }
  if (typeof name !== 'string') return 'has a name that is not a text';
  if (!readPolicies(conflicts, policies)) return 'has conflicts that are no policies';
  const hasSource = typeof source === 'string' || (typeof source === 'object' && source !== null);
  return hasSource || (hasLoad && source === undefined)
    ? undefined
    : 'needs a source: the path of a data file, or the data';
}

/**
 * @param {string} folder
 * @param {Policies} policies
 * @returns {Promise<ProjectOptions[]>}
 */
async function readListFile(folder, policies) {
  const file = path.join(folder, LIST_FILE);
  const list = parseJsonFile(path.resolve(file), String(await readDataFile(file)));
  const { projects, problem } = readProjects(list, policies);
  if (problem) throw codedError('ERR_INVALID_DATA_FILE', `File ${path.resolve(file)}: ${problem}`);
  return projects.map((project) => ({ ...project, source: inFolder(folder, project) }));
}

/**
 * @param {string} folder
 * @param {ProjectOptions} project
 * @returns {string | Uint8Array | object}
 */
function inFolder(folder, { source = '' }) {
  return typeof source === 'string' ? path.resolve(folder, source) : source;
}

/**
 * @param {string} folder
 * @returns {Promise<string[]>}
 */
async function readFolder(folder) {
  try {
    return await fs.readdir(folder);
  } catch (error) {
    const where = path.resolve(folder);
    throw codedError('ERR_DATA_FILE_NOT_READ', `Data folder ${where}: ${reason(error)}`, error);
  }
}

module.exports = { listFolder, checkProjects };
