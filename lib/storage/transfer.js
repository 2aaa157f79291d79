'use strict';

const { codedError } = require('../base/errors');
const { isObject } = require('../base/is-object');

/** @typedef {import('./history').History} History */
/** @typedef {import('./port').Storage} Storage */

const FORMAT = 'gantt-sync-server project 1';

/**
 * One project with its whole history, as the text of a JSON file: {"format", "project", "source", "snapshots": [{number, epoch,
 * time, snapshot}], "revisions": [{number, time, user, record}]}, with bytes in base64.
 *
 * @param {History} history
 * @param {number | string} id
 * @returns {Promise<string>}
 */
async function exportProject(history, id) {
  const { project, snapshots, revisions } = await history.rows(id);
  return JSON.stringify({
    format: FORMAT,
    project: project.id,
    source: project.source,
    snapshots: snapshots.map((start) => ({ ...start, snapshot: base64(start.snapshot) })),
    revisions: revisions.map(({ number, time, user, record }) => ({
      number,
      time,
      user,
      record: base64(/** @type {Buffer} */ (record)),
    })),
  });
}

/**
 * Puts such a project into a storage that has none of its id.
 *
 * @param {Storage} storage open
 * @param {string} text of the file
 * @param {string} [as] under another id
 * @returns {Promise<{project: string, revisions: number}>}
 */
async function importProject(storage, text, as) {
  const { project, source, snapshots, revisions } = readFile(text);
  const id = as ?? project;
  if (await storage.load(id, 1)) {
    throw codedError('ERR_STORAGE_HEAD', `Project ${JSON.stringify(id)} is kept there already`);
  }
  const rows = revisions[Symbol.iterator]();
  let row = rows.next();
  /** @param {number} last */
  const appendUpTo = async (last) => {
    for (; !row.done && row.value.number <= last; row = rows.next()) {
      const { number, user, record } = row.value;
      const batches = [{ user, count: 1, records: Buffer.from(record, 'base64') }];
      await storage.append({ project: id, head: number - 1, batches });
    }
  };
  const [{ number: begin }] = snapshots;
  // What is from before the first snapshot cannot be looked at without one.
  while (!row.done && row.value.number <= begin) row = rows.next();
  for (const { number, epoch, time, snapshot } of snapshots) {
    await appendUpTo(number);
    const bytes = Buffer.from(snapshot, 'base64');
    await storage.saveSnapshot(id, { number, epoch, time, snapshot: bytes, source });
  }
  await appendUpTo(Infinity);
  return { project: id, revisions: revisions.length };
}

/**
 * @param {string} text
 * @returns {{project: string, source: string, snapshots: {number: number, epoch: number, time: number, snapshot: string}[],
 *   revisions: {number: number, user: string, record: string}[]}}
 */
function readFile(text) {
  let file;
  try {
    file = JSON.parse(text);
  } catch (error) {
    throw codedError('ERR_INVALID_DATA_FILE', 'The file is not JSON text', error);
  }
  const isOne =
    isObject(file) &&
    file.format === FORMAT &&
    typeof file.project === 'string' &&
    Array.isArray(file.snapshots) &&
    file.snapshots.length > 0 &&
    Array.isArray(file.revisions);
  if (isOne) return /** @type {any} */ (file);
  const what = `The file is no export: its format is not "${FORMAT}"`;
  throw codedError('ERR_INVALID_DATA_FILE', what);
}

/** @param {Buffer} bytes */
function base64(bytes) {
  return bytes.toString('base64');
}

module.exports = { exportProject, importProject };
