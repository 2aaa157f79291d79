'use strict';

const { orderOf } = require('./order');

/** @typedef {import('../../net/exchange').Refusal} Refusal */
/** @typedef {import('./pack').LoadPack} LoadPack */

/**
 * The requested parts of a load: a query of the core by the name of the store. A store without a query is loaded whole.
 *
 * @typedef {Map<string, Record<string, unknown>>} Parts
 */

const MOST_ROWS = 10_000;
// The default page size of the library.
const USUAL_PAGE = 50;
const DAY_MS = 86_400_000;
/** The stores that are filtered by the dates and resources of a view. */
const IN_TIME = ['events', 'assignments', 'timeRanges', 'resourceTimeRanges'];
const OWNERS = 'resources';
const ROOT = 'root';

/**
 * @param {LoadPack} pack
 * @param {string[]} names of the requested stores
 * @returns {Parts | Refusal}
 */
function partsOf({ params, stores, store }, names) {
  /** @type {Parts} */
  const parts = new Map();
  const order = orderOf(params);
  if ('status' in order) return order;
  for (const { storeId, page, pageSize } of stores ?? []) {
    if (page === undefined) continue;
    const range = rangeOf({ page, pageSize });
    if (typeof range === 'string') return bad(range);
    parts.set(storeId, { store: storeId, ...range });
  }
  const range = rangeOf(params);
  if (typeof range === 'string') return bad(range);
  const days = daysOf(params);
  if (typeof days === 'string') return bad(days);
  const whole = store ?? OWNERS;
  const isPart = range !== undefined || order.sorters || order.filters || 'parentId' in params;
  const owners = { store: whole, ...range, ...order, ...parentOf(params) };
  if (isPart || store !== undefined) parts.set(whole, owners);
  if (store !== undefined) return parts;
  for (const name of names.filter((each) => IN_TIME.includes(each))) {
    if (!days && !isPart) continue;
    const { resourceIds } = params;
    const of = isPart && !Array.isArray(resourceIds) ? { of: owners } : {};
    parts.set(name, { store: name, ...(name === 'assignments' ? {} : days), ...of });
  }
  return parts;
}

/**
 * @param {Record<string, unknown>} params
 * @returns {{start: number, count: number} | undefined | string} undefined: all; a string: the error
 */
function rangeOf({ startIndex, count, page, pageSize }) {
  if (page !== undefined && page !== null && startIndex === undefined) {
    const size = pageSize === undefined || pageSize === null ? USUAL_PAGE : numberOf(pageSize);
    const at = numberOf(page);
    if (!(at >= 1) || !(size >= 1)) return 'page and pageSize have to be whole numbers from 1';
    return {
      start: Math.min((at - 1) * size, Number.MAX_SAFE_INTEGER),
      count: Math.min(size, MOST_ROWS),
    };
  }
  if (startIndex === undefined && count === undefined) return undefined;
  const [start, length] = [numberOf(startIndex ?? 0), numberOf(count ?? MOST_ROWS)];
  // The library requests the only resource of a parent with -1.
  if (!(start >= -1) || !(length >= 0)) return 'startIndex and count have to be whole numbers';
  return { start: Math.max(start, 0), count: Math.min(length, MOST_ROWS) };
}

/**
 * @param {Record<string, unknown>} params
 * @returns {{from?: string, to?: string} | undefined | string} with a day more on either side, because a date may be in
 * any time zone
 */
function daysOf({ startDate, endDate }) {
  if (startDate === undefined && endDate === undefined) return undefined;
  const [from, to] = [startDate, endDate].map((date) =>
    date ? Date.parse(String(date)) : undefined,
  );
  if (Number.isNaN(from) || Number.isNaN(to)) return 'startDate and endDate have to be dates';
  return {
    from: from === undefined ? undefined : dayOf(from - DAY_MS),
    to: to === undefined ? undefined : dayOf(to + DAY_MS),
  };
}

/**
 * @param {number} ms
 * @returns {string | undefined} undefined if it is outside the range of dates
 */
function dayOf(ms) {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 10);
}

/**
 * @param {Record<string, unknown>} params
 * @returns {{parent?: unknown}} undefined: the top of a tree
 */
function parentOf({ parentId }) {
  const isId = typeof parentId === 'number' || typeof parentId === 'string';
  return isId && parentId !== ROOT && parentId !== '' ? { parent: parentId } : {};
}

/**
 * @param {unknown} value
 * @returns {number} NaN if it is no integer
 */
function numberOf(value) {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return Number.isSafeInteger(number) ? /** @type {number} */ (number) : NaN;
}

/**
 * @param {string} message
 * @returns {Refusal}
 */
function bad(message) {
  return { status: 400, code: 'ERR_INVALID_DATA', message };
}

module.exports = { partsOf };
