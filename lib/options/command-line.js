'use strict';

const fs = require('node:fs');
const { parseArgs } = require('node:util');
const { TEXT_OPTIONS, environmentName, hyphenated, isSwitch, readText } = require('./text-options');
const { codedTypeError } = require('../base/errors');
const { nearestName } = require('../base/nearest-name');
const { unknownOption } = require('./resolve-options');

/** @typedef {import('./text-options').OptionName} OptionName */
/** @typedef {import('./option-types').ServerOptions} ServerOptions */
/** @typedef {'help' | 'version' | 'hash-password'} Task */

/** What is done instead of starting a server. @type {ReadonlyMap<string, Task>} */
const QUESTIONS = new Map([
  ['help', 'help'],
  ['h', 'help'],
  ['version', 'version'],
]);
const HASH_PASSWORD = 'hash-password';

/** Every spelling of every option. @type {ReadonlyMap<string, OptionName>} */
const SPELLINGS = new Map(
  TEXT_OPTIONS.flatMap((name) => [hyphenated(name), name].map((spelling) => [spelling, name])),
);

/** The option that a single letter most likely means. @type {ReadonlyMap<string, string>} */
const LETTERS = new Map(
  Object.entries({ p: 'port', d: 'data', u: 'users', g: 'groups', v: 'version' }),
);

/** Environment variables of this package that look like options, but are none. */
const OTHER_VARIABLES = new Set(['GANTT_DIST', 'GANTT_HASH_SECRET']);

/**
 * Parses the command line. An option may be given as `--port 8080`, as `--port=8080`, as `port=8080` like in the old
 * server, or in GANTT_PORT; the command line has priority. `--reset-delay` is `resetDelay`.
 *
 * @param {string[]} args without the names of Node and the script
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} [words] names of tools, for suggestions
 * @returns {{task: Task} | {options: ServerOptions, warnings: string[]}}
 * @throws {Error} that names an option that is unknown, or whose value is missing or invalid
 */
function readCommandLine(args, env, words = []) {
  if (args[0] === HASH_PASSWORD) return { task: readHashPassword(args.slice(1)) };
  const { task, texts } = readArguments(args, words);
  if (task) return { task };

  const environment = TEXT_OPTIONS.filter((name) => env[environmentName(name)] !== undefined);
  // If the command line names projects by a list or a folder, the environment must not add the other.
  const decided = texts.has('data') || texts.has('projects') ? ['data', 'projects'] : [];
  for (const name of environment) {
    if (texts.has(name) || decided.includes(name)) continue;
    texts.set(name, /** @type {string} */ (env[environmentName(name)]));
  }
  return {
    options: Object.fromEntries([...texts].map(([name, text]) => [name, readText(name, text)])),
    warnings: misspeltVariables(env),
  };
}

/**
 * @param {string[]} args after its name
 * @returns {Task}
 */
function readHashPassword(args) {
  if (args.length === 0) return HASH_PASSWORD;
  if (args[0] === '--help' || args[0] === '-h') return 'help';
  const why = 'it reads the password from standard input, where nobody else sees it';
  throw codedTypeError('ERR_INVALID_OPTION', `${HASH_PASSWORD} takes no options: ${why}`);
}

/**
 * @param {string[]} args
 * @param {string[]} words
 * @returns {{task?: Task, texts: Map<OptionName, string>}}
 */
function readArguments(args, words) {
  /** @type {Map<OptionName, string>} */
  const texts = new Map();
  let task;
  for (const [spelling, value] of splitArguments(args)) {
    const name = SPELLINGS.get(spelling);
    task ??= QUESTIONS.get(spelling);
    if (name) texts.set(name, value ?? valueOfSwitch(spelling, name));
    else if (!QUESTIONS.has(spelling)) throw notAnOption(spelling, words);
  }
  return { task, texts };
}

/**
 * @param {string[]} args
 * @returns {[spelling: string, value: string | undefined][]}
 */
function splitArguments(args) {
  const withValue = [...SPELLINGS].filter(([, name]) => !isSwitch(name));
  const options = Object.fromEntries(
    withValue.map(([spelling]) => [spelling, { type: /** @type {const} */ ('string') }]),
  );
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true });
  return tokens.flatMap((token) => {
    if (token.kind === 'option') return [[token.name, token.value]];
    return token.kind === 'positional' ? [splitWord(token.value)] : [];
  });
}

/**
 * @param {string} word such as port=8080, or debug
 * @returns {[string, string | undefined]}
 */
function splitWord(word) {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

/**
 * @param {string} spelling
 * @param {OptionName} name
 * @returns {string}
 */
function valueOfSwitch(spelling, name) {
  if (isSwitch(name)) return 'true';
  throw codedTypeError('ERR_INVALID_OPTION', `Option "${spelling}" needs a value`);
}

/**
 * @param {string} word in place of an option
 * @param {string[]} words names of tools, which come before all options
 * @returns {TypeError} that suggests the intended word
 */
function notAnOption(word, words) {
  const meant = LETTERS.get(word);
  if (meant) return hinted(`-${word}`, `--${meant}`);
  const isFolder = fs.statSync(word, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder) return hinted(word, `--data ${word}`);
  return unknownOption(word, [...SPELLINGS.keys(), 'help', 'version', HASH_PASSWORD, ...words]);
}

/**
 * @param {string} given
 * @param {string} meant
 * @returns {TypeError}
 */
function hinted(given, meant) {
  const text = `Unknown option "${given}": did you mean "${meant}"?`;
  return codedTypeError('ERR_UNKNOWN_OPTION', text);
}

/**
 * The environment also serves other programs, so an unknown variable is only a warning.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
function misspeltVariables(env) {
  const known = TEXT_OPTIONS.map(environmentName);
  return Object.keys(env).flatMap((name) => {
    const [, rest] = /^GANTT_(.+)$/.exec(name) ?? [];
    if (rest === undefined || known.includes(name) || OTHER_VARIABLES.has(name)) return [];
    const nearest = nearestName(
      rest,
      known.map((other) => other.slice('GANTT_'.length)),
    );
    return nearest
      ? [`${name} in the environment is no option: did you mean GANTT_${nearest}?`]
      : [];
  });
}

module.exports = { readCommandLine };
