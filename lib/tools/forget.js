'use strict';

const { codedTypeError } = require('../base/errors');
const { forgetUser } = require('../storage/forget-user');
const { withStorage } = require('./tool');

/** @type {import('./tool').Tool} */
module.exports = {
  summary: 'Puts a pseudonym in the place of a user’s name, everywhere in the file',
  about: [
    'Numbers, times and changes stay. What people have written into the fields of a project is not looked at. No server may',
    'have the file: a program asks the server itself, with forgetUser().',
  ],
  options: {
    user: { value: 'NAME', help: 'whose name is forgotten' },
    as: { value: 'PSEUDONYM', help: 'what stands in its place (default: one by chance)' },
  },
  async run({ user, as, ...values }, print) {
    if (user === undefined) throw codedTypeError('ERR_INVALID_OPTION', 'Give --user NAME');
    const pseudonym = await withStorage(values, (storage) => forgetUser(storage, user, as));
    print(`${JSON.stringify(pseudonym)} stands in its place\n`);
  },
};
