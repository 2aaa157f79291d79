'use strict';

const { randomBytes } = require('node:crypto');
const { codedError, codedTypeError } = require('../base/errors');
const { withStorage } = require('./tool');

/** @type {import('./tool').Tool} */
module.exports = {
  summary: 'Puts a pseudonym in the place of a user’s name, everywhere in the file',
  about: [
    'Numbers, times and changes stay. What people have written into the fields of a project is not looked at. No server may',
    'have the file.',
  ],
  options: {
    user: { value: 'NAME', help: 'whose name is forgotten' },
    as: { value: 'PSEUDONYM', help: 'what stands in its place (default: one by chance)' },
  },
  async run({ user, as = `forgotten-${randomBytes(4).toString('hex')}`, ...values }, print) {
    if (user === undefined) throw codedTypeError('ERR_INVALID_OPTION', 'Give --user NAME');
    const wasThere = await withStorage(values, async (storage) => storage.forgetUser?.(user, as));
    if (!wasThere) {
      const what = `Nobody is called ${JSON.stringify(user)}, or somebody ${JSON.stringify(as)}`;
      throw codedError('ERR_UNKNOWN_USER', what);
    }
    print(`${JSON.stringify(as)} stands in its place\n`);
  },
};
