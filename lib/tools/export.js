'use strict';

const { PROJECT, projectOf, withHistory } = require('./tool');

/** @type {import('./tool').Tool} */
module.exports = {
  summary: 'Prints one project with its whole history, as one JSON file that import takes',
  about: ['A server may have the file.'],
  options: PROJECT,
  run: (values, print) =>
    withHistory(values, async (history) => {
      const { exportProject } = require('../storage/transfer');
      for await (const piece of exportProject(history, await projectOf(history, values)))
        print(piece);
      print('\n');
    }),
};
