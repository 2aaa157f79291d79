'use strict';

const { isObject } = require('../../base/is-object');
const { Zone, readDate, textOf } = require('./zone');

/** @typedef {'day' | 'week' | 'month' | 'year'} Unit */

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** @type {Map<unknown, [Unit, number]>} a unit, and which one, counted from that in which today is */
const SPANS = new Map([
  ['isYesterday', ['day', -1]],
  ['isToday', ['day', 0]],
  ['isTomorrow', ['day', 1]],
  ['isLastWeek', ['week', -1]],
  ['isThisWeek', ['week', 0]],
  ['isNextWeek', ['week', 1]],
  ['isLastMonth', ['month', -1]],
  ['isThisMonth', ['month', 0]],
  ['isNextMonth', ['month', 1]],
  ['isLastYear', ['year', -1]],
  ['isThisYear', ['year', 0]],
  ['isNextYear', ['year', 1]],
]);
const YEAR_TO_DATE = 'isYearToDate';
/** @type {Map<unknown, string>} operators for days, which are ranges of time where the zone of the date is known */
const DAYS = new Map([
  ['sameDay', 'within'],
  ['notSameDay', 'notWithin'],
]);
const COMPARES = new Set([
  ...['=', '!=', '<', '<=', '>', '>=', 'between', 'notBetween'],
  ...['isIncludedIn', 'isNotIncludedIn', 'sameTime', 'notSameTime'],
]);
/** Fields that a chart makes of two, as text: `2 days`. */
const AMOUNTS = new Set(['fullDuration', 'fullEffort']);
const AMOUNT = /^(-?\d+(?:\.\d+)?) ?([a-z]+)$/i;
/** @type {[string, number][]} as the library counts them */
const USUAL_UNITS = [
  ['millisecond', 1],
  ['second', 1000],
  ['minute', 60_000],
  ['hour', HOUR_MS],
  ['day', DAY_MS],
  ['week', 7 * DAY_MS],
  ['month', 30 * DAY_MS],
  ['quarter', 91 * DAY_MS],
  ['year', 365 * DAY_MS],
];
const UNITS = new Map([
  ['ms', 1],
  ...USUAL_UNITS.flatMap(([name, ms]) => [
    /** @type {const} */ ([name, ms]),
    /** @type {const} */ ([`${name}s`, ms]),
    /** @type {const} */ ([name.slice(0, 1), ms]),
  ]),
  // Of those that begin alike.
  ['m', 60_000],
]);

/**
 * What filters say of dates, for the core, which knows neither what day it is nor zones: days and ranges of them become ranges of
 * time, and dates say how far their zone is from UTC, where that is known. Whose zone it is not told is taken for one of the server's
 * zone, and a date without a zone for one as everybody writes it.
 */
class FilterDates {
  #isTold;
  #weekStartDay;
  #now;
  /** @type {Zone | undefined} */
  #zone;

  /**
   * @param {Record<string, unknown>} params `timeZone`, and `weekStartDay`, 0 for Sunday, of whoever asks
   * @param {number} now
   * @throws {RangeError} there is no such zone, or no such day
   */
  constructor({ timeZone, weekStartDay = 0 }, now) {
    this.#isTold = timeZone !== undefined && timeZone !== null;
    if (this.#isTold) this.#zone = new Zone(String(timeZone));
    this.#weekStartDay = Number(weekStartDay);
    if (![0, 1, 2, 3, 4, 5, 6].includes(this.#weekStartDay)) throw new RangeError('No such day');
    this.#now = now;
  }

  /**
   * @param {unknown} filter as the library sends it
   * @returns {unknown} as the core reads it
   * @throws {RangeError} it compares an amount with what is none
   */
  rewrite(filter) {
    if (!isObject(filter)) return filter;
    /** @type {Record<string, any>} */
    const { operator, value, children, field = filter.property } = filter;
    if (Array.isArray(children))
      return { ...filter, children: children.map((child) => this.rewrite(child)) };
    const span = SPANS.get(operator);
    const range = operator === YEAR_TO_DATE ? this.#yearToDate() : span && this.#span(...span);
    if (range) return { ...filter, operator: 'within', value: this.#texts(range, this.#isTold) };
    const date = DAYS.has(operator) ? readDate(value) : undefined;
    if (date && (this.#isTold || date.instant !== undefined)) {
      const day = startOf('day', this.#writtenOf(date));
      const texts = this.#texts([day, day + DAY_MS], true);
      return { ...filter, operator: DAYS.get(operator), value: texts };
    }
    if (AMOUNTS.has(field)) return { ...filter, value: each(value, amountOf) };
    if (!COMPARES.has(operator ?? '=')) return filter;
    return { ...filter, value: each(value, (one) => this.#zoned(one)) };
  }

  /** @returns {Zone} */
  get #zoneNow() {
    return (this.#zone ??= new Zone());
  }

  /** @param {import('./zone').WrittenDate} date */
  #writtenOf({ written, instant }) {
    return instant === undefined ? written : this.#zoneNow.written(instant);
  }

  /**
   * @param {[number, number]} range
   * @param {boolean} isZoned
   */
  #texts(range, isZoned) {
    return range.map((written) =>
      textOf(written, isZoned ? this.#zoneNow.instant(written) : undefined),
    );
  }

  /**
   * @param {Unit} unit
   * @param {number} which
   * @returns {[number, number]}
   */
  #span(unit, which) {
    const start = startOf(unit, this.#today, this.#weekStartDay);
    return [move(start, unit, which), move(start, unit, which + 1)];
  }

  /** @returns {[number, number]} */
  #yearToDate() {
    return [startOf('year', this.#today), this.#today + 1];
  }

  get #today() {
    return this.#zoneNow.written(this.#now);
  }

  /** @param {unknown} value */
  #zoned(value) {
    const date = readDate(value);
    if (!date || (!this.#isTold && date.instant === undefined)) return value;
    const written = this.#writtenOf(date);
    return textOf(written, date.instant ?? this.#zoneNow.instant(written));
  }
}

/**
 * @param {Unit} unit
 * @param {number} written
 * @param {number} [weekStartDay] 0 for Sunday
 * @returns {number} where the one begins that this is in
 */
function startOf(unit, written, weekStartDay = 0) {
  const date = new Date(written);
  const day = Math.floor(written / DAY_MS) * DAY_MS;
  if (unit === 'day') return day;
  if (unit === 'week') return day - ((date.getUTCDay() - weekStartDay + 7) % 7) * DAY_MS;
  if (unit === 'month') return day - (date.getUTCDate() - 1) * DAY_MS;
  return new Date(day).setUTCMonth(0, 1);
}

/**
 * @param {number} start of one
 * @param {Unit} unit
 * @param {number} count
 * @returns {number} where another one begins
 */
function move(start, unit, count) {
  const date = new Date(start);
  if (unit === 'year') return date.setUTCFullYear(date.getUTCFullYear() + count);
  if (unit === 'month') return date.setUTCMonth(date.getUTCMonth() + count);
  return start + count * (unit === 'week' ? 7 : 1) * DAY_MS;
}

/**
 * @param {unknown} value
 * @param {(one: unknown) => unknown} change
 * @returns {unknown}
 */
function each(value, change) {
  return Array.isArray(value) ? value.map(change) : change(value);
}

/**
 * @param {unknown} value
 * @returns {unknown} of a text, the milliseconds that it means
 */
function amountOf(value) {
  if (typeof value !== 'string') return value;
  const [, amount, unit = ''] = AMOUNT.exec(value) ?? [];
  const milliseconds = UNITS.get(unit.toLowerCase());
  if (milliseconds === undefined) throw new RangeError('No such unit');
  return Number(amount) * milliseconds;
}

module.exports = { FilterDates };
