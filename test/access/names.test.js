'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { isReserved, lookOf, normalName } = require('../../lib/access/names');

test('a name has one normal form, whatever is not seen in it', () => {
  const forms = [
    'Zoë',
    'Zoe\u0308',
    ' Zoë ',
    'Z\u200boë',
    '\ufeffZoë',
    'Zo\u202eë',
    'Ｚoë',
    'Zo\u00adë\t',
  ];
  assert.deepEqual([...new Set(forms.map(normalName))], ['Zoë']);
  assert.equal(normalName('Ada\n Lovelace\u00a0'), 'Ada Lovelace');
  assert.equal(normalName('ADA'), 'ADA');
  assert.equal(normalName('李 小龙'), '李 小龙');
});

test('what is no name has none', () => {
  const wrong = [
    '',
    ' ',
    '\u200b',
    '\u3164',
    '\u2800',
    '\ud800',
    'x'.repeat(257),
    7,
    null,
    undefined,
    {},
    ['x'],
  ];
  // One character that becomes eighteen.
  assert.deepEqual([...wrong, '\ufdfa'.repeat(100)].map(normalName), new Array(13).fill(undefined));
});

test('the normal form of a normal form is itself', () => {
  for (let code = 1; code < 0x110000; code++) {
    if (code === 0xd800) code = 0xe000;
    const character = String.fromCodePoint(code);
    for (const name of [character, `a${character}b`, `a ${character} ${character}`]) {
      const normal = normalName(name);
      if (normal !== undefined && normalName(normal) !== normal) assert.fail(code.toString(16));
    }
  }
});

test('the name of the server is nobody else’s, however it is written', () => {
  for (const name of [
    'Server',
    'server',
    'Ѕеrvеr',
    'Sеrver',
    'SERVER',
    'Ѕегѵег',
    'S\u200berver',
    'Ｓerver ',
  ]) {
    assert.equal(isReserved(normalName(name)), true, name);
  }
  for (const name of ['Servers', 'Observer', 'Serv er', 'Sёrver']) {
    assert.equal(isReserved(normalName(name)), false, name);
  }
});

test('names look alike that differ in letters of other alphabets', () => {
  for (const [name, like] of [
    ['аdmіn', 'admin'],
    ['αdmιn', 'admin'],
    ['Вeν', 'Bev'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', 'ABEZHIKMNOPTYX'],
  ]) {
    assert.equal(lookOf(name), lookOf(like));
  }
  assert.notEqual(lookOf('Admin'), lookOf('admin'));
  assert.notEqual(lookOf('Жанна'), lookOf('Яна'));
});
