'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { helpText } = require('../../lib/options/help');
const { TEXT_OPTIONS, hyphenated } = require('../../lib/options/text-options');

const lines = helpText([['check', 'Reads everything']]).split('\n');
const lineOf = (option) => lines.find((line) => line.startsWith(`  --${option} `));

test('every option that text can give has one line, and code has none', () => {
  const named = lines.flatMap((line) => /^ {2}--([a-z-]+)/.exec(line)?.[1] ?? []);
  assert.deepEqual(named, [...TEXT_OPTIONS.map(hyphenated), 'help', 'version']);
});

test('every tool has one line', () => {
  assert.ok(lines.some((line) => /^ {2}check {2,}Reads everything$/.test(line)));
});

test('a line says what the value is, what it is for, and the default where it is a number or one of some', () => {
  assert.match(lineOf('port'), /^ {2}--port N {2,}port to listen on; .* \(default: 8080\)$/);
  assert.match(lineOf('id-format'), /--id-format prefixed\|number\|uuid .* \(default: prefixed\)$/);
  assert.match(lineOf('debug'), /^ {2}--debug {2,}log commands and changes, too$/);
  assert.match(lineOf('reset-delay'), /TIME {2,}seconds without a message/);
});
