'use strict';

const { parseArgs } = require('node:util');
const { codedTypeError } = require('../base/errors');
const { nearestName } = require('../base/nearest-name');
const { journalIn, openable, sqliteFile, upgradeOf } = require('../storage/storage');

/**
 * The command-line tools for a storage file.
 *
 * @typedef {object} Tool
 * @property {string} summary one line
 * @property {string[]} [about] further lines of the help
 * @property {Record<string, ToolOption>} options in addition to those of WHERE
 * @property {(values: Values, print: (text: string | Buffer) => void) => Promise<void>} run
 *
 * @typedef {object} ToolOption
 * @property {string} [value] name of the value in the help; undefined: a switch
 * @property {string} help
 *
 * @typedef {Record<string, string | undefined>} Values by option; a switch is 'true'
 */

/** @type {Record<string, ToolOption>} */
const WHERE = {
  data: { value: 'FOLDER', help: 'the folder that a server keeps its journal in' },
  storage: { value: 'sqlite:FILE', help: 'the file, where it is another one' },
};

/** @type {Record<string, ToolOption>} */
const PROJECT = {
  project: { value: 'ID', help: 'which project; not needed where the file has one alone' },
};

const LEFT_COLUMN = 24;

/**
 * @param {string} name
 * @param {Tool} tool
 * @returns {string} the output of its `--help`
 */
function toolHelp(name, { summary, about = [], options }) {
  /** @type {Record<string, ToolOption>} */
  const all = { ...WHERE, ...options, help: { help: 'print this' } };
  const rows = Object.entries(all).map(
    ([option, { value, help }]) =>
      `  ${`--${option}${value ? ` ${value}` : ''}`.padEnd(LEFT_COLUMN)}${help}`,
  );
  const usage = `Usage: gantt-sync-server ${name} --data FOLDER [options]`;
  return [usage, '', `${summary}.`, ...about, '', ...rows].join('\n');
}

/**
 * @param {string} name
 * @param {Tool} tool
 * @param {string[]} args after the name
 * @param {NodeJS.ProcessEnv} env
 * @returns {Values}
 * @throws {TypeError} that names an unknown option, or one without a value
 */
function readArguments(name, { options }, args, env) {
  const known = { ...WHERE, ...options };
  const kinds = Object.entries({ ...known, help: { value: undefined } }).map(
    ([option, { value }]) => [option, { type: value ? 'string' : 'boolean' }],
  );
  const { tokens } = parseArgs({
    args,
    options: Object.fromEntries(kinds),
    strict: false,
    tokens: true,
  });
  /** @type {Values} */
  const values = { data: env.GANTT_DATA, storage: env.GANTT_STORAGE };
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    const option = token.kind === 'option' ? token.name : token.value;
    if (token.kind !== 'option' || !(Object.hasOwn(known, option) || option === 'help'))
      throw unknown(name, option, Object.keys(known));
    const isSwitch = option === 'help' || !known[option].value;
    if (!isSwitch && !token.value)
      throw codedTypeError('ERR_INVALID_OPTION', `Option "${option}" needs a value`);
    values[option] = isSwitch ? 'true' : token.value;
  }
  return values;
}

/**
 * @param {string} name of the tool
 * @param {string} option
 * @param {string[]} known
 */
function unknown(name, option, known) {
  const nearest = nearestName(option, known);
  const hint = nearest ? `: did you mean "--${nearest}"?` : '';
  return codedTypeError('ERR_UNKNOWN_OPTION', `${name} has no option "${option}"${hint}`);
}

/**
 * @param {Values} values
 * @returns {string} in the form of the option `storage`
 */
function storageOf({ data, storage }) {
  const where = storage ?? (data ? journalIn(data) : undefined);
  if (where && sqliteFile(where)) return where;
  const what = where
    ? `What is in ${where} has no history`
    : 'It is not said where the projects are';
  throw codedTypeError(
    'ERR_INVALID_OPTION',
    `${what}: give --data FOLDER or --storage sqlite:FILE`,
  );
}

/**
 * @param {Values} values
 * @returns {string} the path of the file
 */
function fileOf(values) {
  return /** @type {string} */ (sqliteFile(storageOf(values)));
}

/**
 * Runs something with the history, while a server may use the file.
 *
 * @template Answer
 * @param {Values} values
 * @param {(history: import('../storage/history').History) => Promise<Answer>} work
 * @returns {Promise<Answer>}
 */
async function withHistory(values, work) {
  // Loaded only now, so that --help works without the addon.
  const { History } = require('../storage/history');
  const history = await History.open(fileOf(values));
  try {
    return await work(history);
  } finally {
    await history.close();
  }
}

/**
 * Runs something with exclusive use of an existing file.
 *
 * @template Answer
 * @param {Values} values
 * @param {(storage: import('../storage/port').Storage) => Promise<Answer>} work
 * @returns {Promise<Answer>}
 */
async function withStorage(values, work) {
  const { checkFile } = require('../storage/place');
  await checkFile(fileOf(values));
  return withAnyStorage(values, work);
}

/**
 * The same with a file that is made if it does not exist.
 *
 * @template Answer
 * @param {Values} values
 * @param {(storage: import('../storage/port').Storage) => Promise<Answer>} work
 * @returns {Promise<Answer>}
 */
async function withAnyStorage(values, work) {
  const storage = /** @type {import('../storage/port').Storage} */ (openable(storageOf(values)));
  await storage.open();
  const upgraded = upgradeOf(storage);
  if (upgraded) process.stderr.write(`${upgraded}\n`);
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

/**
 * @param {import('../storage/history').History} history
 * @param {Values} values
 * @returns {Promise<string>} the id of the project that is meant
 */
async function projectOf(history, { project }) {
  if (project !== undefined) return project;
  const ids = (await history.projects()).map(({ id }) => id);
  if (ids.length === 1) return ids[0];
  const which = ids.length === 0 ? 'none' : ids.map((id) => JSON.stringify(id)).join(', ');
  throw codedTypeError('ERR_INVALID_OPTION', `Give --project: the file has ${which}`);
}

module.exports = {
  PROJECT,
  fileOf,
  projectOf,
  readArguments,
  toolHelp,
  withAnyStorage,
  withHistory,
  withStorage,
};
