const first = [
  'Amber',
  'Basil',
  'Clover',
  'Dune',
  'Ember',
  'Fern',
  'Hazel',
  'Indigo',
  'Juniper',
  'Linden',
  'Maple',
  'Sorrel',
];
const last = [
  'Badger',
  'Crane',
  'Dormouse',
  'Heron',
  'Lynx',
  'Marten',
  'Otter',
  'Puffin',
  'Robin',
  'Starling',
  'Tern',
  'Wren',
];

const pick = (/** @type {string[]} */ list) => list[Math.floor(Math.random() * list.length)];

/** A name that somebody could have. @returns {string} */
export const madeUpName = () => `${pick(first)} ${pick(last)}`;

/** The first letters of a name, at most two. @param {string} name @returns {string} */
export const initials = (name) =>
  name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();

/** A hue that belongs to a name, the same one on every screen. @param {string} name @returns {number} 0 to 359 */
export const hue = (name) =>
  [...name].reduce(
    (sum, letter) => (sum * 31 + /** @type {number} */ (letter.codePointAt(0))) % 360,
    7,
  );
