'use strict';

const { consoleLogger } = require('./console-logger');
const { describeThrown } = require('./errors');

/** @typedef {import('./console-logger').Logger} Logger */
/** @typedef {keyof Logger} Level */

// Of lines that are alike, so many in each window are written; the others are counted.
const WINDOW_MS = 10_000;
const MOST_ALIKE = 20;
// Clients decide what is alike, so what is remembered has a bound; beyond it all count as alike.
const MOST_KEYS = 1000;
const LONGEST_LINE = 8192;
const LONGEST_QUOTE = 60;

// What could end a line, move the cursor, colour the screen or turn the text round.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * The log as the server writes to it. Names and texts of clients may be part of any line: what is not printable is escaped, and
 * lines that a client can cause as often as it likes are written at a pace. A logger that throws ends nothing.
 */
class Log {
  #logger;
  /** Is `debug` written? Who makes many such lines asks first. */
  isDebug;
  /** @type {Map<string, {level: Level, count: number, last: string}>} what was written in this window */
  #alike = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  #timer;
  #hasFailed = false;

  /**
   * @param {Logger} logger
   * @param {boolean} isDebug
   */
  constructor(logger, isDebug) {
    this.#logger = logger;
    this.isDebug = isDebug;
  }

  /** @param {string} text */
  debug(text) {
    if (this.isDebug) this.#write('debug', text);
  }

  /** @param {string} text */
  info(text) {
    this.#write('info', text);
  }

  /** @param {string} text */
  warn(text) {
    this.#write('warn', text);
  }

  /** @param {string} text a stack keeps its lines */
  error(text) {
    this.#write('error', text);
  }

  /**
   * Writes a line unless too many of its kind were written lately; those are counted, and the window ends with their number.
   *
   * @param {'info' | 'warn' | 'error'} level
   * @param {string} kind
   * @param {string} who lines of one kind are alike where this is the same
   * @param {string} text
   */
  paced(level, kind, who, text) {
    const wanted = `${kind} ${who}`;
    const key = this.#alike.has(wanted) || this.#alike.size < MOST_KEYS ? wanted : '';
    const alike = this.#alike.get(key) ?? { level, count: 0, last: '' };
    this.#alike.set(key, alike);
    alike.count += 1;
    alike.last = text;
    if (alike.count <= MOST_ALIKE) this.#write(level, text);
    this.#timer ??= setTimeout(() => this.flush(), WINDOW_MS).unref();
  }

  /** Ends the window: says how many lines were not written. */
  flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const { level, count, last } of this.#alike.values()) {
      const left = count - MOST_ALIKE;
      if (left > 0) this.#write(level, `${left} more like this, of which the last: ${last}`);
    }
    this.#alike.clear();
  }

  /**
   * @param {Level} level
   * @param {string} text
   */
  #write(level, text) {
    try {
      // It may be an async function.
      const lines = level === 'error' ? printableLines(text) : printable(text);
      const done = /** @type {unknown} */ (this.#logger[level](lines));
      if (done instanceof Promise) done.catch((error) => this.#fail(error));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {unknown} error of the logger, which is told once */
  #fail(error) {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    consoleLogger().error(printableLines(`The logger failed: ${describeThrown(error)}`));
  }
}

/**
 * @param {string} text
 * @returns {string} on one line
 */
function printable(text) {
  return text.slice(0, LONGEST_LINE).replaceAll(UNPRINTABLE, escape);
}

/**
 * @param {string} text
 * @returns {string} on as many lines, of which only the first begins at the left
 */
function printableLines(text) {
  const lines = text.slice(0, LONGEST_LINE).split('\n').map(printable);
  return lines.join('\n').replace(/\n(?=\S)/g, '\n    ');
}

/**
 * @param {string} character
 * @returns {string} such as \u{1b}
 */
function escape(character) {
  return `\\u{${/** @type {number} */ (character.codePointAt(0)).toString(16)}}`;
}

/**
 * A name or an id, for a place within a line.
 *
 * @param {unknown} text
 * @returns {string} not too long, and in quotes unless it is a number
 */
function quoted(text) {
  const whole = String(text);
  if (typeof text === 'number') return whole;
  return JSON.stringify(whole.length > LONGEST_QUOTE ? `${whole.slice(0, LONGEST_QUOTE)}…` : whole);
}

module.exports = { Log, printable, quoted };
