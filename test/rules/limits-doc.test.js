'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { ERROR_CODES } = require('../../lib/base/errors');
const { OPTIONS } = require('../../lib/options/options');

const ROOT = path.join(__dirname, '..', '..');
const UNITS = { '': 1, KiB: 1024, MiB: 1024 * 1024 };
/** Close codes of the protocol that ws sends, and those of the server. */
const CLOSE_CODES = [1008, 1009, ...Object.values(require('../../lib/net/close-codes').CLOSE)];
/** The core has the defaults of these; tests of docs/protocol.md and of the core hold them. */
const IN_THE_CORE = {
  maxProjectBytes: '512 MiB',
  maxLogRevisions: '10,000',
  maxLogBytes: '16 MiB',
};
/** Numbers that are no limits. */
const NO_LIMITS = ['port', 'resetDelay', 'autoSaveIntervalMins'];

const read = (file) => fs.readFileSync(path.join(ROOT, file), 'utf8');

/** @returns {{bound: string, value: string, set: string[], beyond: string, tests: string[]}[]} the rows of the page */
function limits() {
  const lines = read('docs/limits.md').split('\n');
  const rows = lines.filter((line) => line.startsWith('| ') && !line.startsWith('| bound '));
  return rows.map((line) => {
    const [bound, value, set, beyond, tests] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    return { bound, value, set: quoted(set), beyond, tests: quoted(tests) };
  });
}

function quoted(cell) {
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, text]) => text);
}

/** @param {string} value as the page writes it @returns {number} */
function meant(value) {
  const [, number, unit] = /^([\d,]+)(?: (KiB|MiB))?$/.exec(value) ?? [];
  return Number(number?.replaceAll(',', '')) * UNITS[unit ?? ''];
}

/** @returns {number | undefined} what a constant of the source is */
function constant(file, name) {
  const [, text] = new RegExp(`\\b${name} = ([^;]+);`).exec(read(file)) ?? [];
  const plain = text?.replace(/size_t\{(\d+)\}/g, '$1').replace(/(?<=\d)['_](?=\d)/g, '');
  const [, left, operator, right = '0'] = /^(\d+)(?: (\*|<<) (\d+))?$/.exec(plain ?? '') ?? [];
  if (left === undefined) return undefined;
  if (operator === undefined) return Number(left);
  return operator === '*' ? Number(left) * Number(right) : Number(left) * 2 ** Number(right);
}

test('docs/limits.md has the values that the options and the constants have', () => {
  assert.ok(limits().length > 30);
  for (const { bound, value, set } of limits()) {
    const [first, name] = set;
    if (name !== undefined) {
      assert.equal(constant(first, name), meant(value), `${bound}: ${first} ${name}`);
    } else {
      assert.ok(Object.hasOwn(OPTIONS, first), `${bound}: there is no option ${first}`);
      if (first in IN_THE_CORE) assert.equal(value, IN_THE_CORE[first]);
      else assert.equal(OPTIONS[first].default, meant(value), `${bound}: ${first}`);
    }
  }
});

test('docs/limits.md names codes that there are, and tests that there are', () => {
  for (const { bound, beyond, tests } of limits()) {
    for (const code of quoted(beyond))
      assert.ok(Object.hasOwn(ERROR_CODES, code), `${bound}: ${code}`);
    for (const [, code] of beyond.matchAll(/closed with (\d+)/g)) {
      assert.ok(CLOSE_CODES.includes(Number(code)), `${bound}: ${code}`);
    }
    assert.ok(tests.length > 0, `${bound}: no test`);
    for (const file of tests) assert.ok(fs.existsSync(path.join(ROOT, file)), `${bound}: ${file}`);
  }
});

test('docs/limits.md has every option that is a limit', () => {
  const isLimit = ([name, { kind }]) =>
    / number from /.test(kind.says) && !NO_LIMITS.includes(name);
  const options = Object.entries(OPTIONS).filter(isLimit);
  const listed = limits().flatMap(({ set }) => set);
  assert.ok(options.length > 8);
  for (const [name] of options) assert.ok(listed.includes(name), name);
});

/** Rooms whose numbers are bounds, but for these. */
const ROOMS = ['access', 'net', 'presence', 'session'];
const NO_BOUNDS = [
  'BREATH_MS',
  'BROKEN_OFF',
  'BYTES_OF_A_PING',
  'BYTES_OF_A_QUICK_PING',
  'COMPRESSED_BYTES',
  'DERIVED_BYTES',
  'FRAGMENT_BYTES',
  'FREED_PART',
  'GROUPS',
  'GROUPS_OF_A_NETWORK',
  'KEY_BYTES',
  'LONGEST_WAIT_MS',
  'MOST_DUE',
  'MOST_INFLATED',
  'NO_CODE',
  'OPEN',
  'PING_STEP_MS',
  'QUICK_MS',
  'SECRET_BYTES',
  'SMALLEST_BUFFER',
  'START_BYTES',
];

test('docs/limits.md has every number of the rooms that deal with people and their connections', () => {
  const listed = limits().map(({ set: [file, name] }) => `${file} ${name}`);
  const files = [...ROOMS.flatMap(filesOf), 'lib/base/log.js'];
  const found = files.flatMap((file) => {
    const names = Array.from(
      read(file).matchAll(/^const ([A-Z][A-Z0-9_]+) = \d/gm),
      ([, name]) => name,
    );
    return names.filter((name) => !NO_BOUNDS.includes(name)).map((name) => `${file} ${name}`);
  });
  assert.ok(found.length > 30);
  assert.deepEqual(
    found.filter((one) => !listed.includes(one)),
    [],
  );
});

/** @returns {string[]} the files right in a room of lib/ */
function filesOf(room) {
  const names = fs.readdirSync(path.join(ROOT, 'lib', room)).filter((name) => name.endsWith('.js'));
  return names.map((name) => `lib/${room}/${name}`);
}
