'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { PALETTE, userColor } = require('../../lib/presence/user-color');

test('a colour is a function of the name', () => {
  // The values themselves: they are the same after a restart and in the next release.
  const names = ['Ada', 'Ben', 'Zoë', 'Zoe\u0308'];
  assert.deepEqual(names.map(userColor), ['#b61bff', '#cb4a34', '#e40079', '#e40079']);
});

/** Relative luminance of a colour, as WCAG 2.2 defines it. */
function luminance(color) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('every colour can be read on white and on black', () => {
  for (const color of PALETTE) {
    const light = luminance(color);
    assert.ok(1.05 / (light + 0.05) >= 4.5, `${color} on white`);
    assert.ok((light + 0.05) / 0.05 >= 4.5, `${color} on black`);
  }
});

test('the colours are spread over users, and differ', () => {
  assert.equal(new Set(PALETTE).size, PALETTE.length);
  const counts = new Map();
  for (let index = 0; index < 2400; index++) {
    const color = userColor(`user${index}`);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  assert.equal(counts.size, PALETTE.length);
  for (const count of counts.values()) assert.ok(count > 50 && count < 150, `${count}`);
});
