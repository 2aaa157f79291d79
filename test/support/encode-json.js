'use strict';

/**
 * The same JSON value in one of the ways in which it can be written: plain, with white space, with
 * escapes that nobody needs, with keys in another order. A server that splices text must not care.
 *
 * @param {unknown} value
 * @param {import('./random').Random} random
 * @returns {string}
 */
function encodeJson(value, random) {
  const style = random.weighted([
    [70, 'plain'],
    [10, 'spaced'],
    [10, 'escaped'],
    [10, 'shuffled'],
  ]);
  if (style === 'plain') return JSON.stringify(value);
  return write(value, random, style);
}

function write(value, random, style) {
  if (typeof value === 'string') return writeText(value, random, style);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const [comma, colon] = style === 'spaced' ? [' ,\n', '\t:\r\n '] : [',', ':'];
  if (Array.isArray(value)) {
    return `[${value.map((item) => write(item, random, style)).join(comma)}]`;
  }
  const keys = Object.keys(value);
  if (style === 'shuffled') random.shuffle(keys);
  const members = keys.map(
    (key) => `${writeText(key, random, style)}${colon}${write(value[key], random, style)}`,
  );
  return `{${members.join(comma)}}`;
}

function writeText(text, random, style) {
  const plain = JSON.stringify(text);
  if (style !== 'escaped' || random.chance(0.7) || /["\\]/.test(text)) return plain;
  const units = Array.from({ length: text.length }, (_, i) => {
    if (text[i] === '/') return '\\/';
    if (random.chance(0.5)) return text[i];
    return `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  });
  return JSON.stringify(units.join('')).replace(/\\\\/g, '\\');
}

module.exports = { encodeJson };
