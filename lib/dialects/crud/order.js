'use strict';

const { FilterDates } = require('./filter-dates');

/** @typedef {import('../../net/exchange').Refusal} Refusal */

/**
 * Sorters and filters of a part, in the form that the core reads.
 *
 * @typedef {{sorters?: unknown[], filters?: unknown[]}} Order
 */

// Each filter, nested ones included, is evaluated for each record of a store. A grid has at most one for each column.
const MOST_FILTERS = 32;
const MOST_SORTERS = 8;
/** Values of all filters together. */
const MOST_VALUES = 1000;
const MOST_LEVELS = 64;

/**
 * @param {Record<string, unknown>} params of a load
 * @returns {Order | Refusal}
 */
function orderOf(params) {
  const [sorters, filters] = [listOf(params.sorters), listOf(params.filters)];
  if (sorters === null || filters === null) return bad('sorters and filters have to be lists');
  if (sorters && sorters.length > MOST_SORTERS)
    return bad(`There are more than ${MOST_SORTERS} sorters`);
  if (isDeeper([sorters, filters], MOST_LEVELS)) return { status: 400, code: 'ERR_TOO_DEEP' };
  const all = filters && allOf(filters);
  if (all && all.length > MOST_FILTERS) return bad(`There are more than ${MOST_FILTERS} filters`);
  const values = all?.map(({ value }) => value).filter(Array.isArray);
  if ((values ?? []).flat().length > MOST_VALUES)
    return bad(`The filters name more than ${MOST_VALUES} values`);
  if (!filters) return { sorters, filters };
  let dates;
  try {
    dates = new FilterDates(params, Date.now());
  } catch {
    return bad('timeZone has to be as "Europe/Berlin", and weekStartDay from 0, for Sunday, to 6');
  }
  try {
    return { sorters, filters: filters.map((filter) => dates.rewrite(filter)) };
  } catch {
    return bad('A fullDuration or fullEffort has to be compared with an amount as "2 days"');
  }
}

/**
 * @param {unknown} value from a URL it is JSON text
 * @returns {unknown[] | undefined | null} null if it is invalid
 */
function listOf(value) {
  if (value === undefined || value === null) return undefined;
  try {
    const list = typeof value === 'string' ? JSON.parse(value) : value;
    return Array.isArray(list) ? list : null;
  } catch {
    return null;
  }
}

/**
 * @param {unknown} value
 * @param {number} levels
 * @returns {boolean} does it nest arrays and objects more deeply?
 */
function isDeeper(value, levels) {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1));
}

/**
 * @param {unknown[]} filters
 * @returns {{value?: unknown}[]} with those below them
 */
function allOf(filters) {
  return filters.flatMap((/** @type {any} */ filter) => {
    const { children } = filter ?? {};
    return [filter ?? {}, ...(Array.isArray(children) ? allOf(children) : [])];
  });
}

/**
 * @param {string} message
 * @returns {Refusal}
 */
function bad(message) {
  return { status: 400, code: 'ERR_INVALID_DATA', message };
}

module.exports = { orderOf };
