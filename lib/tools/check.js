'use strict';

const { codedError } = require('../base/errors');
const { printable } = require('../base/log');
const { withHistory } = require('./tool');

/** @type {import('./tool').Tool} */
module.exports = {
  summary: 'Reads everything and says what is wrong with it',
  about: [
    'It looks at checksums, at numbers that are missing, and whether each snapshot with the revisions behind it makes the next',
    'one. A server may have the file. What is wrong is printed, and the exit code is 1.',
  ],
  options: {},
  run: (values, print) =>
    withHistory(values, async (history) => {
      const { revisions, snapshots, problems } = await history.check();
      for (const problem of problems) print(`${printable(problem)}\n`);
      const read = `${revisions} revisions and ${snapshots} snapshots were read`;
      if (problems.length > 0)
        throw codedError('ERR_DAMAGED', `${read}; problems: ${problems.length}`);
      print(`${read}, and all is well\n`);
    }),
};
