'use strict';

const { codedTypeError } = require('../base/errors');
const { fileOf } = require('./tool');

/** A terminated process ends quickly, and removes its incomplete copy. */
const ENDS = Object.entries({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 });

/** @type {import('./tool').Tool} */
module.exports = {
  summary: 'Copies the whole file as it is at one moment to a new one',
  about: [
    'A server may have the file, and goes on meanwhile. The file may be one that an earlier version wrote.',
  ],
  options: { to: { value: 'FILE', help: 'the copy, which must not be there yet' } },
  async run(values, print) {
    const { to } = values;
    if (to === undefined) throw codedTypeError('ERR_INVALID_OPTION', 'Give --to FILE');
    // Loaded only now, so that --help works without the addon.
    const { History } = require('../storage/history');
    for (const [signal, code] of ENDS) process.once(signal, () => process.exit(code));
    await History.copy(fileOf(values), to);
    print(`${to} is a copy of what is kept\n`);
  },
};
