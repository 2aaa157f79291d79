'use strict';

const { PROJECT, projectOf, withHistory } = require('./tool');
const { AT, readAt } = require('./query-options');

/** @type {import('./tool').Tool} */
module.exports = {
  summary: 'Prints a project as it is or was, as JSON text that may be a data file',
  about: ['A server may have the file.'],
  options: { ...PROJECT, ...AT },
  run: (values, print) =>
    withHistory(values, async (history) => {
      const project = await projectOf(history, values);
      print(await history.dataset(project, readAt(values)));
      print('\n');
    }),
};
