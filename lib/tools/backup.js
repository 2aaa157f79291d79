'use strict';

const { codedTypeError } = require('../base/errors');
const { withHistory } = require('./tool');

/** @type {import('./tool').Tool} */
module.exports = {
  summary: 'Copies the whole file as it is at one moment to a new one',
  about: ['A server may have the file, and goes on meanwhile.'],
  options: { to: { value: 'FILE', help: 'the copy, which must not be there yet' } },
  async run(values, print) {
    const { to } = values;
    if (to === undefined) throw codedTypeError('ERR_INVALID_OPTION', 'Give --to FILE');
    await withHistory(values, (history) => history.backup(to));
    print(`${to} is a copy of what is kept\n`);
  },
};
