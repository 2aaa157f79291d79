'use strict';

const { parseArgs } = require('node:util');
const { TEXT_OPTIONS, environmentName, hyphenated, isSwitch, readText } = require('./text-options');
const { codedTypeError } = require('../base/errors');
const { unknownOption } = require('./resolve-options');

/** @typedef {import('./text-options').OptionName} OptionName */
/** @typedef {import('./options').ServerOptions} ServerOptions */
/** @typedef {'help' | 'version'} Question */

/** What asks instead of starting a server. @type {ReadonlyMap<string, Question>} */
const QUESTIONS = new Map([
  ['help', 'help'],
  ['h', 'help'],
  ['version', 'version'],
]);

/** Every spelling of every option. @type {ReadonlyMap<string, OptionName>} */
const SPELLINGS = new Map(
  TEXT_OPTIONS.flatMap((name) => [hyphenated(name), name].map((spelling) => [spelling, name])),
);

/**
 * What a command line asks for. Each option may stand as `--port 8080`, as `--port=8080`, as `port=8080`, which the old
 * server understood, or in GANTT_PORT; the command line wins. `--reset-delay` is `resetDelay`.
 *
 * @param {string[]} args without the names of Node and of the script
 * @param {NodeJS.ProcessEnv} env
 * @returns {{question: Question} | {options: ServerOptions}}
 * @throws {Error} that names the option that is unknown, lacks a value or has a wrong one
 */
function readCommandLine(args, env) {
  const { question, texts } = readArguments(args);
  if (question) return { question };

  const environment = TEXT_OPTIONS.filter((name) => env[environmentName(name)] !== undefined);
  // The command line names its projects as a list or as a folder; the environment does not add the other.
  const decided = texts.has('data') || texts.has('projects') ? ['data', 'projects'] : [];
  for (const name of environment) {
    if (texts.has(name) || decided.includes(name)) continue;
    texts.set(name, /** @type {string} */ (env[environmentName(name)]));
  }
  return {
    options: Object.fromEntries([...texts].map(([name, text]) => [name, readText(name, text)])),
  };
}

/**
 * @param {string[]} args
 * @returns {{question?: Question, texts: Map<OptionName, string>}}
 */
function readArguments(args) {
  /** @type {Map<OptionName, string>} */
  const texts = new Map();
  let question;
  for (const [spelling, value] of splitArguments(args)) {
    const name = SPELLINGS.get(spelling);
    question ??= QUESTIONS.get(spelling);
    if (name) texts.set(name, value ?? valueOfSwitch(spelling, name));
    else if (!QUESTIONS.has(spelling)) {
      throw unknownOption(spelling, [...SPELLINGS.keys(), ...QUESTIONS.keys()]);
    }
  }
  return { question, texts };
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

module.exports = { readCommandLine };
