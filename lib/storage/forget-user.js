'use strict';

const { randomBytes } = require('node:crypto');
const { codedError, codedTypeError } = require('../base/errors');

/**
 * Replaces the name of a user by a pseudonym everywhere in a storage.
 *
 * @param {import('./port').Storage} storage
 * @param {string} name
 * @param {string} [pseudonym] default: a random one
 * @returns {Promise<string>} the pseudonym
 * @throws {Error} ERR_INVALID_OPTION if the pseudonym is empty, which stands for authors without a name; ERR_UNKNOWN_USER if no user has the name, or the pseudonym is in use
 */
async function forgetUser(
  storage,
  name,
  pseudonym = `forgotten-${randomBytes(4).toString('hex')}`,
) {
  if (pseudonym === '')
    throw codedTypeError('ERR_INVALID_OPTION', 'A pseudonym has at least one character');
  if (await storage.forgetUser?.(name, pseudonym)) return pseudonym;
  const what =
    `Nobody is called ${JSON.stringify(name)}, ` +
    `or ${JSON.stringify(pseudonym)} is already the name of somebody`;
  throw codedError('ERR_UNKNOWN_USER', what);
}

module.exports = { forgetUser };
