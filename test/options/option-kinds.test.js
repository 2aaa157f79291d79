'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const kinds = require('../../lib/options/option-kinds');

const POLICIES = { a: 'last-writer-wins', b: 'last-writer-wins', c: 'reject' };

/** What a kind makes of each value. */
const read = (kind, ...values) => values.map((value) => kind.read(value));

/** Checks that a kind takes none of some values. */
function refuses(kind, ...values) {
  for (const value of values) assert.equal(kind.read(value), undefined, JSON.stringify(value));
}

test('a number is in its range, and may be text', () => {
  const kind = kinds.number(0, 10);
  assert.deepEqual(read(kind, 0, 10, 2.5, ' 7 '), [0, 10, 2.5, 7]);
  refuses(kind, -1, 10.1, NaN, '', ' ', 'x', true, null, [5]);
  assert.equal(kind.says, 'a number from 0 to 10');
});

test('an integer is whole', () => {
  assert.deepEqual(read(kinds.integer(1), 1, '65536', 2 ** 53 - 1), [1, 65_536, 2 ** 53 - 1]);
  refuses(kinds.integer(1, 9), 0, 10, 1.5, '1.5', 2 ** 53, 'x');
  assert.equal(kinds.integer(1).says, 'a whole number from 1 up');
  assert.equal(kinds.integer(1, 9).says, 'a whole number from 1 to 9');
});

test('a time is of its own unit unless it says another', () => {
  assert.deepEqual(
    read(kinds.time('s', 7200), 90, '90', '90s', '1.5m', '2h', '500 ms'),
    [90, 90, 90, 90, 7200, 0.5],
  );
  assert.deepEqual(read(kinds.time('ms', 1e6), '1s', 5), [1000, 5]);
  assert.deepEqual(read(kinds.time('m', 60), '30s', '1h'), [0.5, 60]);
  refuses(kinds.time('s', 7200), '3h', '-1s', '1d', '1 hour', -1, 7201, '', null);
});

test('a switch is a boolean, or a text for one; to be there turns it on', () => {
  assert.deepEqual(read(kinds.flag(), true, 'true', '1', ''), Array(4).fill(true));
  assert.deepEqual(read(kinds.flag(), false, 'false', '0'), Array(3).fill(false));
  refuses(kinds.flag(), 'yes', 1, 0, null);
  assert.equal(kinds.flag().placeholder, undefined);
});

test('a text is not empty, a path begins with a slash, and one of several is one of them', () => {
  assert.deepEqual(read(kinds.text('HOST'), 'x'), ['x']);
  refuses(kinds.text('HOST'), '', 7, null);
  assert.deepEqual(read(kinds.urlPath(), '/', '/a/b'), ['/', '/a/b']);
  refuses(kinds.urlPath(), '', 'a', '/a?b', '/a#b', '/a b', 7);
  assert.deepEqual(read(kinds.oneOf(['a', 'b']), 'a', 'b'), ['a', 'b']);
  refuses(kinds.oneOf(['a', 'b']), 'c', '', ['a']);
});

test('lists may be one text, and one wrong entry spoils them', () => {
  assert.deepEqual(read(kinds.origins(), 'https://a.example, http://b.example:81', '*'), [
    ['https://a.example', 'http://b.example:81'],
    ['*'],
  ]);
  refuses(kinds.origins(), 'a.example', ['https://a.example', 7], 7);
  assert.deepEqual(read(kinds.proxies(), 2, '2', '10.0.0.0/8, ::1', ['10.1.2.3']), [
    2,
    2,
    ['10.0.0.0/8', '::1'],
    ['10.1.2.3'],
  ]);
  refuses(kinds.proxies(), -1, 101, '10.0.0.0/33', 'x', ['10.1.2.3', 'x']);
});

test('a storage is a name of one or an object with its methods', () => {
  const storage = Object.fromEntries(
    ['open', 'load', 'saveSnapshot', 'append', 'close'].map((name) => [name, () => {}]),
  );
  const { append: _, ...less } = storage;
  const right = ['memory', 'sqlite:a.db', storage];
  assert.deepEqual(read(kinds.storage(), ...right), right);
  refuses(kinds.storage(), 'sqlite:', 'disk', less, null, 7);
});

test('structures and code are what their own test accepts; only code is beyond text', () => {
  const isList = kinds.structure('a list', Array.isArray);
  assert.deepEqual(read(isList, [1]), [[1]]);
  refuses(isList, {}, 'x');
  const call = () => {};
  assert.deepEqual(read(kinds.callback(), call), [call]);
  refuses(kinds.callback(), {}, 'x');
  assert.deepEqual(
    [isList, kinds.callback(), kinds.policies(POLICIES)].map(({ isCode }) => isCode === true),
    [false, true, false],
  );
});

test('policies are read for every dialect', () => {
  const kind = kinds.policies(POLICIES);
  assert.deepEqual(kind.read('b:merge'), { ...POLICIES, b: 'merge' });
  refuses(kind, 'theirs', 7, 'd:merge');
  assert.match(kind.says, /for some of a, b and c$/);
});

test('a path of projects has :project in it once, as a whole part', () => {
  const kind = kinds.projectPath();
  for (const good of ['/crud/:project/load', '/:project', '/api/v1/:project', false])
    assert.equal(kind.read(good), good);
  for (const wrong of [
    '/crud/load',
    'crud/:project',
    '/:project/:project',
    '/x:project',
    '/:projects',
    '/:project?a',
    true,
    5,
    '',
  ])
    assert.equal(kind.read(wrong), undefined, String(wrong));
});
