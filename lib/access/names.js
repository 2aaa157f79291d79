'use strict';

/** The server speaks under this name when it resets a project, so nobody else may. */
const SERVER_NAME = 'Server';
const LONGEST_NAME = 256;
// What is not seen: control and format characters, fillers, blanks that are no white space.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;
// Letters of the Cyrillic and the Greek alphabet, and a few of the Latin one, beside those that they look like.
const LOOK_ALIKES = new Map(
  [
    ['АВЕЅІЈКМНОРСТУХԚԜѴӀ', 'ABESIJKMHOPCTYXQWVl'],
    ['аеѕіјкорсухԁһԛԝѵгӏ', 'aesijkopcyxdhqwvrl'],
    ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧͿ', 'ABEZHIKMNOPTYXJ'],
    ['αοινκρυγχϳ', 'aoivkpuyxj'],
    ['ıɡɑ', 'iga'],
  ].flatMap(([foreign, latin]) => Array.from(foreign, (letter, at) => [letter, latin[at]])),
);

/**
 * The one form in which a name is kept, compared and told: what is written in two ways (é) is written in one, nothing is
 * invisible, and there is no white space around it. Large and small letters stay what they are.
 *
 * @param {unknown} name
 * @returns {string | undefined} undefined: it is none, or too long
 */
function normalName(name) {
  if (typeof name !== 'string' || name.length > LONGEST_NAME || !name.isWellFormed())
    return undefined;
  const seen = name.normalize('NFKC').replace(/\s/g, ' ').replace(INVISIBLE, '');
  const normal = seen.normalize('NFKC').replace(/ +/g, ' ').trim();
  return normal === '' || normal.length > LONGEST_NAME ? undefined : normal;
}

/**
 * @param {string} name in its normal form
 * @returns {string} the same for all names that look like it because of letters of another alphabet
 */
function lookOf(name) {
  return Array.from(name, (letter) => LOOK_ALIKES.get(letter) ?? letter).join('');
}

/**
 * @param {string} name in its normal form
 * @returns {boolean} is it, or does it look like, the name of the server?
 */
function isReserved(name) {
  return lookOf(name).toLowerCase() === SERVER_NAME.toLowerCase();
}

module.exports = { SERVER_NAME, isReserved, lookOf, normalName };
