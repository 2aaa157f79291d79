'use strict';

const DATE =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d(?::?\d\d)?)?)?$/;
const SECOND_MS = 1000;

/** `written`: milliseconds from 1970-01-01T00:00 to the date as it is written; `isZoned`: it says how far its zone is from UTC */
/** @typedef {{written: number, instant?: number}} WrittenDate */

/**
 * A time zone: which date and time it is there at an instant, and the other way round.
 */
class Zone {
  #format;

  /**
   * @param {string} [name] such as `Europe/Berlin` or `+01:00`; that of the server where there is none
   * @throws {RangeError} there is no such zone
   */
  constructor(name) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: name, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric' },
      ...{ day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  }

  /**
   * @param {number} instant
   * @returns {number} the date and time that it is here then, as {@link WrittenDate} has it
   */
  written(instant) {
    const parts = this.#format.formatToParts(instant).map(({ type, value }) => [type, value]);
    const { era, year, month, day, hour, minute, second } = Object.fromEntries(parts);
    const date = new Date(0);
    date.setUTCFullYear(era === 'BC' ? 1 - Number(year) : Number(year), month - 1, Number(day));
    date.setUTCHours(Number(hour), Number(minute), Number(second));
    const milliseconds = ((instant % SECOND_MS) + SECOND_MS) % SECOND_MS;
    return date.getTime() + milliseconds;
  }

  /**
   * @param {number} written
   * @returns {number} the instant at which it is that date and time here; of two the one that the zone has longer before
   */
  instant(written) {
    const first = written - (this.written(written) - written);
    return written - (this.written(first) - first);
  }
}

/**
 * @param {unknown} text
 * @returns {WrittenDate | undefined} undefined: it is no date
 */
function readDate(text) {
  const found = typeof text === 'string' ? DATE.exec(text) : null;
  if (!found) return undefined;
  const [, day, time = '00:00', offset] = found;
  const written = Date.parse(`${day}T${time}Z`);
  if (Number.isNaN(written)) return undefined;
  if (offset === undefined) return { written };
  const [, sign, hours, minutes = '0'] = /([+-])(\d\d):?(\d\d)?/.exec(offset) ?? ['', '+', '0'];
  const ahead = (Number(hours) * 60 + Number(minutes)) * 60 * SECOND_MS;
  return { written, instant: written - (sign === '-' ? -ahead : ahead) };
}

/**
 * @param {number} written
 * @param {number} [instant] at which it is that date and time; undefined: no zone is told
 * @returns {string}
 */
function textOf(written, instant) {
  const text = new Date(written).toISOString().slice(0, -1);
  if (instant === undefined) return text;
  const minutes = Math.round((written - instant) / (60 * SECOND_MS));
  const digits = (/** @type {number} */ number) => String(number).padStart(2, '0');
  const away = Math.abs(minutes);
  return `${text}${minutes < 0 ? '-' : '+'}${digits(Math.floor(away / 60))}:${digits(away % 60)}`;
}

module.exports = { Zone, readDate, textOf };
