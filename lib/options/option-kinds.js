'use strict';

const { POLICIES, readPolicies } = require('../native/policies');
const { isStorage } = require('../storage/storage');
const { asOrigin } = require('../net/origins');
const { isNetwork } = require('../net/proxies');

/**
 * A kind of option value: its description for errors and `--help`, and the conversion of a given value. `read` returns
 * undefined for an invalid value.
 *
 * @typedef {object} OptionKind
 * @property {string} says for example "a whole number from 0 to 65535"
 * @property {string} [placeholder] name of the value in `--help`; undefined for a switch
 * @property {boolean} [isCode] can it only be given by a program?
 * @property {(value: unknown) => unknown} read
 */

/**
 * A number in a range, or its text, as from the command line, the environment and old callers.
 *
 * @param {number} min
 * @param {number} max
 * @returns {OptionKind}
 */
function number(min, max) {
  return {
    says: `a number from ${min} to ${max}`,
    placeholder: 'N',
    read: (value) => inRange(toNumber(value), min, max),
  };
}

/**
 * A storage.
 *
 * @returns {OptionKind}
 */
function storage() {
  return {
    says: 'memory, sqlite:FILE or an object that is a storage',
    placeholder: 'STORAGE',
    read: (value) => (isStorage(value) ? value : undefined),
  };
}

// Milliseconds of each unit.
const UNITS = new Map(Object.entries({ ms: 1, s: 1000, m: 60_000, h: 3_600_000 }));
const TIME = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/;

/**
 * A non-negative time: a number in the unit of the option, or a string with a unit, such as 30m.
 *
 * @param {'ms' | 's' | 'm'} unit
 * @param {number} max
 * @returns {OptionKind}
 */
function time(unit, max) {
  return {
    says: `a number from 0 to ${max}, or a time such as 1800s or 30m`,
    placeholder: 'TIME',
    read(value) {
      const [, amount, given = unit] =
        TIME.exec(typeof value === 'string' ? value.trim() : '') ?? [];
      const count = amount === undefined ? toNumber(value) : Number(amount);
      const [from, to] = [given, unit].map((name) => /** @type {number} */ (UNITS.get(name)));
      return inRange((count * from) / to, 0, max);
    },
  };
}

/**
 * An integer in a range, or its text.
 *
 * @param {number} min
 * @param {number} [max]
 * @returns {OptionKind}
 */
function integer(min, max = Number.MAX_SAFE_INTEGER) {
  const upTo = max === Number.MAX_SAFE_INTEGER ? 'up' : `to ${max}`;
  return {
    says: `a whole number from ${min} ${upTo}`,
    placeholder: 'N',
    read(value) {
      const result = inRange(toNumber(value), min, max);
      return Number.isInteger(result) ? result : undefined;
    },
  };
}

/** @returns {OptionKind} */
function flag() {
  const values = new Map([...['true', '1', ''].map(yes), ...['false', '0'].map(no)]);
  return {
    says: 'true or false',
    read: (value) =>
      typeof value === 'boolean' ? value : values.get(/** @type {string} */ (value)),
  };
}

/**
 * @param {string} placeholder
 * @returns {OptionKind}
 */
function text(placeholder) {
  return {
    says: 'a text that is not empty',
    placeholder,
    read: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
  };
}

/** @returns {OptionKind} */
function urlPath() {
  return {
    says: 'a path that begins with /, without ? and #',
    placeholder: 'PATH',
    read: (value) => (typeof value === 'string' && /^\/[^?#\s]*$/.test(value) ? value : undefined),
  };
}

/** @returns {OptionKind} */
function projectPath() {
  const isOne = (/** @type {unknown} */ value) =>
    typeof value === 'string' && /^\/[^?#\s:]*(?<=\/):project(?![^/])[^?#\s:]*$/.test(value);
  return {
    says: 'a path such as /crud/:project/load, with :project in it once, or false',
    placeholder: 'PATH',
    read: (value) => (value === false || isOne(value) ? value : undefined),
  };
}

/**
 * @param {string[]} values
 * @returns {OptionKind}
 */
function oneOf(values) {
  return {
    says: `one of ${values.join(', ')}`,
    placeholder: values.join('|'),
    read: (value) => (values.includes(/** @type {string} */ (value)) ? value : undefined),
  };
}

/** @returns {OptionKind} */
function fieldNames() {
  return {
    says: 'a list of names of fields, such as options or tasks.options',
    placeholder: 'NAME,…',
    read: (value) => readList(value, (name) => name || undefined),
  };
}

/** @returns {OptionKind} */
function origins() {
  return {
    says: 'a list of origins such as https://plan.example, or *',
    placeholder: 'ORIGIN,…',
    read: (value) => readList(value, asOrigin),
  };
}

const MOST_PROXIES = 100;

/** @returns {OptionKind} */
function proxies() {
  return {
    says: 'how many proxies there are, or a list of their addresses, such as 10.0.0.0/8',
    placeholder: 'N|ADDRESS,…',
    read: (value) =>
      integer(0, MOST_PROXIES).read(value) ??
      readList(value, (each) => (isNetwork(each) ? each : undefined)),
  };
}

/**
 * @param {unknown} value an array, or a comma-separated string
 * @param {(text: string) => string | undefined} readOne returns undefined if invalid
 * @returns {string[] | undefined} undefined if it is no list, or an element is invalid
 */
function readList(value, readOne) {
  const list = typeof value === 'string' ? value.split(',') : value;
  if (!Array.isArray(list)) return undefined;
  const read = list.map((each) => (typeof each === 'string' ? readOne(each.trim()) : undefined));
  return read.includes(undefined) ? undefined : /** @type {string[]} */ (read);
}

/**
 * A structure that a predicate accepts. On the command line it is the path of a JSON file.
 *
 * @param {string} says
 * @param {(value: unknown) => boolean} accepts
 * @returns {OptionKind}
 */
function structure(says, accepts) {
  return {
    says,
    placeholder: 'FILE.json',
    read: (value) => (accepts(value) ? value : undefined),
  };
}

/**
 * An object of a program that a predicate accepts.
 *
 * @param {string} says
 * @param {(value: unknown) => boolean} accepts
 * @returns {OptionKind}
 */
function code(says, accepts) {
  return { says, isCode: true, read: (value) => (accepts(value) ? value : undefined) };
}

/** @returns {OptionKind} */
function callback() {
  return code('a function', (value) => typeof value === 'function');
}

/**
 * @param {import('../native/policies').Policies} defaults of all dialects
 * @returns {OptionKind}
 */
function policies(defaults) {
  const names = POLICIES.join(', ');
  const dialects = Object.keys(defaults);
  const some = `${dialects.slice(0, -1).join(', ')} and ${dialects.at(-1)}`;
  return {
    says: `one of ${names}, or an object with one of them for some of ${some}`,
    placeholder: 'POLICY',
    read: (value) => readPolicies(value, defaults),
  };
}

/**
 * @param {unknown} value
 * @returns {number}
 */
function toNumber(value) {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}

/**
 * @param {number} value
 * @param {number} min
 * @param {number} max
 * @returns {number | undefined}
 */
function inRange(value, min, max) {
  return value >= min && value <= max ? value : undefined;
}

/**
 * @param {string} word
 * @returns {[string, boolean]}
 */
function yes(word) {
  return [word, true];
}

/**
 * @param {string} word
 * @returns {[string, boolean]}
 */
function no(word) {
  return [word, false];
}

module.exports = {
  number,
  time,
  integer,
  flag,
  text,
  oneOf,
  origins,
  fieldNames,
  proxies,
  storage,
  structure,
  code,
  callback,
  policies,
  projectPath,
  urlPath,
};
