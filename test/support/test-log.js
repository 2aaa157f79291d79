'use strict';

const { Log } = require('../../lib/base/log');

/**
 * A log whose lines are kept, each behind its level.
 *
 * @param {{isDebug?: boolean}} [options]
 */
function testLog({ isDebug = false } = {}) {
  const lines = [];
  return { log: new Log(loggerOf(lines), isDebug), lines };
}

/**
 * @param {string[]} lines where they go
 * @returns {import('../../lib').Logger}
 */
function loggerOf(lines) {
  const write = (level) => (text) => void lines.push(`${level}: ${text}`);
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}

module.exports = { loggerOf, testLog };
