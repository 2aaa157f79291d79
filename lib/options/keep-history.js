'use strict';

const { isObject } = require('../base/is-object');

const KEPT = /^(\d+)\s*(s|m|h|d)?$/;
const KEPT_UNITS = Object.freeze({ s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 });

/**
 * How much history is stored: an age, a number of revisions, or both.
 *
 * @returns {import('./option-kinds').OptionKind}
 */
function keepHistory() {
  return {
    says: 'an age such as 90d, a number of revisions, or both with a comma',
    placeholder: 'HOW-MUCH',
    read: (value) => (isObject(value) ? readKept(value) : readKeptText(String(value))),
  };
}

/**
 * @param {Record<string, unknown>} value
 * @returns {import('../storage/sqlite').KeepHistory | undefined}
 */
function readKept({ revisions = 0, age = 0, ...others }) {
  const isOne = [revisions, age].every(
    (number) => Number.isSafeInteger(number) && Number(number) >= 0,
  );
  const isKept = isOne && Object.keys(others).length === 0;
  return isKept ? { revisions: Number(revisions), age: Number(age) } : undefined;
}

/**
 * @param {string} text
 * @returns {import('../storage/sqlite').KeepHistory | undefined}
 */
function readKeptText(text) {
  const kept = { revisions: 0, age: 0 };
  for (const part of text.split(',')) {
    const [, amount, unit] = KEPT.exec(part.trim()) ?? [];
    if (amount === undefined || Number(amount) === 0) return undefined;
    if (unit === undefined) kept.revisions = Number(amount);
    else kept.age = Number(amount) * KEPT_UNITS[/** @type {keyof typeof KEPT_UNITS} */ (unit)];
  }
  return readKept(kept);
}

module.exports = { keepHistory };
