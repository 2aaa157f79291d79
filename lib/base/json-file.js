'use strict';

const { codedError } = require('./errors');

/**
 * Parses the text of a small JSON file. A syntax error names the file, line and column.
 *
 * @param {string} file
 * @param {string} text
 * @returns {unknown}
 */
function parseJsonFile(file, text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    const offset = placeOf(text, message);
    const lines = text.slice(0, offset).split('\n');
    const place = `line ${lines.length}, column ${lines[lines.length - 1].length + 1}`;
    const what = message
      .replace(/ in JSON at position .*/, '')
      .replace(/, [^]* is not valid JSON$/, '');
    throw codedError('ERR_INVALID_DATA_FILE', `File ${file}: ${place}: ${what}`, error);
  }
}

/**
 * @param {string} text
 * @param {string} message of the SyntaxError
 * @returns {number} the offset of the error
 */
function placeOf(text, message) {
  const named = positionIn(message);
  if (named !== undefined) return named;
  // V8 states no position for some errors. The text before the error could be continued to valid
  // JSON, so search for that boundary.
  let [early, late] = [0, text.length];
  while (late - early > 1) {
    const middle = (early + late) >> 1;
    if (endsTooEarly(text.slice(0, middle))) early = middle;
    else late = middle;
  }
  return endsTooEarly(text) ? text.length : early;
}

/**
 * @param {string} beginning of a text
 * @returns {boolean} can it be continued to valid JSON?
 */
function endsTooEarly(beginning) {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    return message.includes('end of JSON input') || positionIn(message) === beginning.length;
  }
}

/**
 * @param {string} message
 * @returns {number | undefined}
 */
function positionIn(message) {
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  return position === undefined ? undefined : Number(position);
}

module.exports = { parseJsonFile };
