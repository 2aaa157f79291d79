'use strict';

const { consoleLogger } = require('./console-logger');
const { describeThrown } = require('./errors');

/** @typedef {import('./console-logger').Logger} Logger */
/** @typedef {keyof Logger} Level */

// So many similar lines are written in each window; the rest are counted.
const WINDOW_MS = 10_000;
const MOST_ALIKE = 20;
// Clients decide how many kinds of lines there are, so the number of keys is bounded; beyond it,
// all lines share one key.
const MOST_KEYS = 1000;
const LONGEST_LINE = 8192;
const LONGEST_QUOTE = 60;

// Characters that could end a line, move the cursor, colour the screen or reverse the text.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * The log of the server. A line may contain names and texts of clients: unprintable characters are
 * escaped, and lines that a client can cause at will are rate-limited. A throwing logger does no
 * harm.
 */
class Log {
  #logger;
  /** Is `debug` written? Frequent callers check this first. */
  isDebug;
  /** @type {Map<string, {level: Level, count: number, last: string}>} lines of this window */
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

  /** @param {string} text may have several lines, such as a stack */
  error(text) {
    this.#write('error', text);
  }

  /**
   * Writes a line, unless too many of its kind were written in this window; then it is counted, and
   * the number is written at the end of the window.
   *
   * @param {'info' | 'warn' | 'error'} level
   * @param {string} kind
   * @param {string} who lines of one kind with an equal `who` are similar
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

  /** Ends the window: writes how many lines were suppressed. */
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
      // The logger may be an async function.
      const lines = level === 'error' ? printableLines(text) : printable(text);
      const done = /** @type {unknown} */ (this.#logger[level](lines));
      if (done instanceof Promise) done.catch((error) => this.#fail(error));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @param {unknown} error of the logger; reported once */
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
 * @returns {string} with the same lines; all but the first are indented
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
 * Formats a name or an id for use within a line. A client may send anything in its place.
 *
 * @param {unknown} text
 * @returns {string} truncated, and in quotes unless it is a number
 */
function quoted(text) {
  // String() would call the `toString` of an object.
  if (typeof text === 'object' && text !== null)
    return Array.isArray(text) ? 'a list' : 'an object';
  const whole = String(text);
  if (typeof text === 'number') return whole;
  return JSON.stringify(whole.length > LONGEST_QUOTE ? `${whole.slice(0, LONGEST_QUOTE)}…` : whole);
}

module.exports = { Log, printable, quoted };
