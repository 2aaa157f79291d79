'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const root = path.join(__dirname, '..', '..');

// Each room may include itself and those before it.
const rooms = [
  'src/base',
  'src/json',
  'src/store',
  'src/state',
  'src/message',
  'src/rebase',
  'src/conflict',
  'src/wire',
  'src/project',
  'src/journal',
  'binding',
];

// Pairs that go back and have to go: one is struck from the list, never added.
const exceptions = [];

// What src/ may not know of: Node, the clock, files, sockets, the console.
const banned = [
  /^(napi|node|node_api|js_native_api|uv|v8)[.-]/,
  /^(chrono|ctime|time\.h)$/,
  /^(filesystem|fstream|fcntl\.h|unistd\.h)$/,
  /^(sys|netinet|arpa)\/|^netdb\.h$/,
  /^(iostream|print|syncstream|cstdio|stdio\.h)$/,
];

/** @returns {string[]} every C++ file, relative to the root */
function sources() {
  return ['src', 'binding'].flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(h|cc)$/.test(name))
      .map((name) => `${folder}/${name.split(path.sep).join('/')}`),
  );
}

/** @returns {{ file: string, included: string, quoted: boolean }[]} every #include of ours */
function includes() {
  return sources().flatMap((file) => {
    const text = fs.readFileSync(path.join(root, file), 'utf8');
    const directives = text.matchAll(/^\s*#\s*include\s*(["<])([^">]+)[">]/gm);
    return Array.from(directives, ([, open, included]) => ({
      file,
      included,
      quoted: open === '"',
    }));
  });
}

/** @returns {number} the place of a file's folder in `rooms`, or -1 */
function rank(file) {
  return rooms.indexOf(path.posix.dirname(file));
}

/** @returns {string | undefined} which of our files an #include in `file` means */
function ownFile(file, included) {
  return ['src', 'binding', path.posix.dirname(file)]
    .map((folder) => path.posix.join(folder, included))
    .find((candidate) => fs.existsSync(path.join(root, candidate)));
}

test('Every C++ file is in one of the rooms', () => {
  const strays = sources().filter((file) => rank(file) < 0);
  assert.deepEqual(strays, []);
});

test('C++ includes go one way, from room to room', () => {
  const back = includes()
    .map(({ file, included }) => ({ file, target: ownFile(file, included) }))
    .filter(({ file, target }) => target && rank(target) > rank(file))
    .map(({ file, target }) => `${file} includes ${target}`);
  assert.deepEqual(back, exceptions);
});

test('A quoted include in C++ is a file of ours, or simdjson', () => {
  const unknown = includes()
    .filter(({ quoted, included }) => quoted && included !== 'simdjson.h')
    .filter(({ file, included }) => !ownFile(file, included))
    .map(({ file, included }) => `${file} includes "${included}"`);
  assert.deepEqual(unknown, []);
});

test('The core includes no Node, clock, file, socket or console', () => {
  const wrong = includes()
    .filter(({ file }) => file.startsWith('src/'))
    .filter(({ included }) => banned.some((pattern) => pattern.test(included)))
    .map(({ file, included }) => `${file} includes ${included}`);
  assert.deepEqual(wrong, []);
});
