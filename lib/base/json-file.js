'use strict';

const { codedError } = require('./errors');

/**
 * Parses the text of a small JSON file; where it is wrong, the error names the file, the line and the column.
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
    // V8 names an offset, or says that the text ends too early.
    const offset = Number(/ at position (\d+)/.exec(message)?.[1] ?? text.length);
    const lines = text.slice(0, offset).split('\n');
    const place = `line ${lines.length}, column ${lines[lines.length - 1].length + 1}`;
    const what = message
      .replace(/ in JSON at position .*/, '')
      .replace(/, .* is not valid JSON$/, '');
    throw codedError('ERR_INVALID_DATA_FILE', `File ${file}: ${place}: ${what}`, error);
  }
}

module.exports = { parseJsonFile };
