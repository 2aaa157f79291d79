'use strict';

const { randomBytes } = require('node:crypto');
const { codedError } = require('../base/errors');

/**
 * Puts a pseudonym in the place of a user's name, everywhere in what is kept.
 *
 * @param {import('./port').Storage} storage
 * @param {string} name
 * @param {string} [pseudonym] default: one by chance
 * @returns {Promise<string>} the pseudonym
 * @throws {Error} ERR_UNKNOWN_USER: nobody has the name, or somebody has the pseudonym
 */
async function forgetUser(
  storage,
  name,
  pseudonym = `forgotten-${randomBytes(4).toString('hex')}`,
) {
  if (await storage.forgetUser?.(name, pseudonym)) return pseudonym;
  const what = `Nobody is called ${JSON.stringify(name)}, or somebody ${JSON.stringify(pseudonym)}`;
  throw codedError('ERR_UNKNOWN_USER', what);
}

module.exports = { forgetUser };
