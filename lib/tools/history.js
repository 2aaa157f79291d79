'use strict';

const { printable, quoted } = require('../base/log');
const { PROJECT, projectOf, withHistory } = require('./tool');
const { QUERY, readQueryOptions } = require('./query-options');

/** @typedef {import('../storage/history').KeptRevision} KeptRevision */
/** @typedef {import('../storage/blame').Written} Written */

/** @type {import('./tool').Tool} */
module.exports = {
  summary: 'Prints who changed what and when, the newest first',
  about: [
    'With --record it prints what was written into its fields, from what to what. A server may have the file.',
  ],
  options: {
    ...PROJECT,
    ...QUERY,
    json: { help: 'print JSON, one line for each, with the changes themselves' },
  },
  run: (values, print) =>
    withHistory(values, async (history) => {
      const project = await projectOf(history, values);
      const query = readQueryOptions(values);
      const { record } = query;
      const rows =
        record === undefined
          ? await history.revisions(project, query)
          : await history.blame(project, { ...query, record });
      for (const row of rows) {
        // JSON for programs, text for a terminal.
        print(`${values.json ? JSON.stringify(row) : printable(describe(row))}\n`);
      }
    }),
};

/**
 * @param {KeptRevision | Written} row
 * @returns {string}
 */
function describe(row) {
  const who = row.user === '' ? `(${row.client})` : quoted(row.user);
  const what = 'changes' in row ? describeChanges(row) : describeField(row);
  return `${row.revision}  ${row.time.toISOString()}  ${who}  ${what}`;
}

/** @param {KeptRevision} revision */
function describeChanges({ changes }) {
  const stores = Object.entries(changes).map(([store, lists]) => {
    if (store === 'project') return 'project updated';
    const counts = /** @type {const} */ (['added', 'updated', 'removed']).flatMap((list) => {
      const count = lists?.[list]?.length ?? 0;
      return count > 0 ? [`${count} ${list}`] : [];
    });
    return `${store}: ${counts.join(', ')}`;
  });
  return stores.join('; ') || 'nothing';
}

/** @param {Written} written */
function describeField({ what, isDependent, field, from, to }) {
  if (field === undefined) return isDependent ? `${what} with what it belonged to` : what;
  const before = from === undefined ? 'nothing' : JSON.stringify(from);
  return `${what} ${field}: ${before} → ${JSON.stringify(to)}`;
}
