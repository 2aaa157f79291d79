'use strict';

/** The server uses this name when it resets a project, so no user may have it. */
const SERVER_NAME = 'Server';
const LONGEST_NAME = 256;
// Invisible characters: control and format characters, fillers, and blanks that are no white space.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;
// Cyrillic and Greek letters, and a few Latin ones, with the letters that they look like.
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
 * The normal form in which a name is stored, compared and sent: alternative encodings (é) are unified, and invisible
 * characters and surrounding white space removed. Case is preserved.
 *
 * @param {unknown} name
 * @returns {string | undefined} undefined if it is invalid or too long
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
 * @returns {string} equal for all names that look alike because of letters of another alphabet
 */
function lookOf(name) {
  return Array.from(name, (letter) => LOOK_ALIKES.get(letter) ?? letter).join('');
}

/**
 * @param {string} name in its normal form
 * @returns {boolean} is it the name of the server, or does it look like it?
 */
function isReserved(name) {
  return lookOf(name).toLowerCase() === SERVER_NAME.toLowerCase();
}

module.exports = { SERVER_NAME, isReserved, lookOf, normalName };
