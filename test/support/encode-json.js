'use strict';

/**
 * The same JSON value in one of the ways in which it can be written: plain, with white space, with
 * escapes and exponents that nobody needs, with keys in another order. A server that splices text
 * must not care.
 *
 * @param {unknown} value
 * @param {import('./random').Random} random
 * @returns {string}
 */
function encodeJson(value, random) {
  const style = random.weighted([
    [70, 'plain'],
    [10, 'spaced'],
    [10, 'odd'],
    [10, 'shuffled'],
  ]);
  return style === 'plain' ? JSON.stringify(value) : write(value, random, style);
}

function write(value, random, style) {
  if (typeof value === 'string') return writeText(value, random, style);
  if (typeof value === 'number') return writeNumber(value, random, style);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const [comma, colon] = style === 'spaced' ? [' ,\n', '\t:\r\n '] : [',', ':'];
  if (Array.isArray(value)) {
    return `[${value.map((item) => write(item, random, style)).join(comma)}]`;
  }
  const keys = Object.keys(value);
  if (style === 'shuffled') random.shuffle(keys);
  const members = keys.map(
    (name) => `${writeText(name, random, style)}${colon}${write(value[name], random, style)}`,
  );
  return `{${members.join(comma)}}`;
}

function writeText(text, random, style) {
  const plain = JSON.stringify(text);
  if (style !== 'odd' || random.chance(0.7) || /["\\]/.test(text)) return plain;
  const units = Array.from({ length: text.length }, (_, i) => {
    if (text[i] === '/') return '\\/';
    if (random.chance(0.5)) return text[i];
    return `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  });
  return JSON.stringify(units.join('')).replace(/\\\\/g, '\\');
}

/** 12 is 12.0, 1.2e1 and 120E-1 as well: one number to a client, ids included. */
function writeNumber(number, random, style) {
  const isPlain = style !== 'odd' || !Number.isSafeInteger(number) || random.chance(0.7);
  if (isPlain || Object.is(number, -0)) return JSON.stringify(number);
  return random.pick([`${number}.0`, number.toExponential(), `${number * 10}E-1`]);
}

module.exports = { encodeJson };
