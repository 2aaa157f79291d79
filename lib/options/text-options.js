'use strict';

const fs = require('node:fs');
const { codedError, codedTypeError } = require('../base/errors');
const { parseJsonFile } = require('../base/json-file');
const { OPTIONS } = require('./options');
const { readOption } = require('./resolve-options');

/** @typedef {keyof import('./option-types').ServerOptions} OptionName */

/** @type {readonly OptionName[]} the options that can be given as text; loggers and hooks cannot */
const TEXT_OPTIONS = /** @type {OptionName[]} */ (Object.keys(OPTIONS)).filter(
  (name) => !OPTIONS[name].kind.isCode,
);

/**
 * A switch needs no value: its name turns it on.
 *
 * @param {OptionName} name
 * @returns {boolean}
 */
function isSwitch(name) {
  return OPTIONS[name].kind.placeholder === undefined;
}

/**
 * @param {string} name such as resetDelay
 * @returns {string} such as reset-delay
 */
function hyphenated(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/**
 * @param {string} name such as resetDelay
 * @returns {string} such as GANTT_RESET_DELAY
 */
function environmentName(name) {
  return `GANTT_${hyphenated(name).replaceAll('-', '_').toUpperCase()}`;
}

/**
 * The value of a text: itself, or, for a structure, the content of the JSON file at that path.
 *
 * @param {OptionName} name
 * @param {string} text
 * @returns {unknown}
 */
function readText(name, text) {
  const isFile = OPTIONS[name].kind.placeholder === 'FILE.json' && text !== 'false';
  if (isFile) return readOption(name, parseOptionFile(name, text));
  const value = readOption(name, text === 'false' && !isSwitch(name) ? false : text);
  const factor = OPTIONS[name].text?.factor;
  const saysUnit = Number.isNaN(Number(text));
  return factor === undefined || saysUnit ? value : readOption(name, Number(text) * factor);
}

/**
 * @param {OptionName} name
 * @param {string} file
 * @returns {unknown}
 */
function parseOptionFile(name, file) {
  const content = readFile(file);
  if (content.includes('-----BEGIN')) {
    const pair = '{"key": "key.pem", "cert": "cert.pem"}';
    const hint = name === 'tls' ? `, such as ${pair}` : '';
    const what = `Option "${name}" takes a JSON file${hint}; ${file} is itself PEM text`;
    throw codedTypeError('ERR_INVALID_OPTION', what);
  }
  return parseJsonFile(file, content);
}

/**
 * @param {string} file
 * @returns {string}
 */
function readFile(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw codedError('ERR_DATA_FILE_NOT_READ', `File ${file}: ${message}`, error);
  }
}

module.exports = { TEXT_OPTIONS, isSwitch, hyphenated, environmentName, readText };
