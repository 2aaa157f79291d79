'use strict';

const { codedError } = require('../base/errors');
const { PROJECT, projectOf, withHistory, withStorage } = require('./tool');
const { AT, readAt } = require('./query-options');

/** @typedef {import('./tool').Values} Values */
/** @typedef {import('../storage/port').Storage} Storage */

/** @type {import('./tool').Tool} */
module.exports = {
  summary: 'Makes a project, a record or a field of it what it was, by one more revision',
  about: [
    'What others have changed elsewhere stays, and another restore undoes it. No server may have the file: a program asks',
    'the server itself, with restore().',
  ],
  options: {
    ...PROJECT,
    ...AT,
    record: { value: 'ID', help: 'that record alone, of tasks or of the store' },
    store: { value: 'NAME', help: 'the store of the record' },
    subtree: { help: 'with all that was below the record' },
    field: { value: 'NAME', help: 'that field of the record alone' },
    user: { value: 'NAME', help: 'who is said to have done it (default: Server)' },
  },
  run: (values, print) =>
    withStorage(values, (storage) =>
      withHistory(values, async (history) => {
        const { readWanted } = require('../storage/scope');
        const { record, store, field } = values;
        const given = Object.entries({ record, store, field }).filter(([, value]) => value);
        const wanted = { ...readAt(values), subtree: Boolean(values.subtree) };
        const { at, scope } = readWanted({ ...wanted, ...Object.fromEntries(given) });
        const project = await projectOf(history, values);
        const past = await history.past(project, at);
        const revision = await restore(storage, { project, past, scope, user: values.user });
        print(revision === undefined ? 'It is so already\n' : `Revision ${revision} did it\n`);
      }),
    ),
};

/**
 * @param {Storage} storage open
 * @param {{project: string, past: import('../native/addon').NativePast, scope: import('../native/addon').Scope, user?: string}} what
 * @returns {Promise<number | undefined>} number of the revision; undefined: nothing differed
 */
async function restore(storage, { project, past, scope, user = 'Server' }) {
  const { Project } = require('../native/project');
  const kept = await storage.load(project, 0);
  if (!kept)
    throw codedError('ERR_UNKNOWN_PROJECT', `No project ${JSON.stringify(project)} is kept`);
  const native = new Project({ id: project, keepsJournal: true });
  const failure = await native.restore(kept.snapshot, kept.records);
  if (failure) throw codedError(failure.code, failure.message);
  native.takeJournal();
  const head = native.revision;
  const refusal = await native.compare(past, scope);
  if (refusal) throw codedError(refusal.code, refusal.message);
  const outcome = native.bringBack(Date.now(), 0);
  if ('code' in outcome) throw codedError(outcome.code, outcome.message);
  if (!outcome.changed) return undefined;
  const batches = [{ user, count: native.revision - head, records: native.takeJournal() }];
  await storage.append({ project, head, batches });
  return native.revision;
}
