'use strict';

const { codedError } = require('../base/errors');
const { isObject } = require('../base/is-object');

/** @typedef {import('./history').History} History */
/** @typedef {import('./port').Storage} Storage */

const FORMAT = 'gantt-sync-server project 1';

// Revisions of one commit.
const AT_ONCE = 1000;

/**
 * One project with its whole history, as the text of a JSON file: {"format", "project", "source", "snapshots": [{number, epoch,
 * time, snapshot}], "revisions": [{number, time, user, record}]}, with bytes in base64.
 *
 * @param {History} history
 * @param {number | string} id
 * @returns {AsyncGenerator<string>} the text, piece by piece
 */
async function* exportProject(history, id) {
  const { project, snapshots, revisions } = await history.rows(id);
  const { id: name, source } = project;
  const head = JSON.stringify({ format: FORMAT, project: name, source });
  yield `${head.slice(0, -1)},"snapshots":[`;
  yield* listed(snapshots, (start) => ({ ...start, snapshot: base64(start.snapshot) }));
  yield '],"revisions":[';
  yield* listed(revisions, ({ number, time, user, record }) => ({
    number,
    time,
    user,
    record: base64(/** @type {Buffer} */ (record)),
  }));
  yield ']}';
}

/**
 * @template Item
 * @param {AsyncIterable<Item>} items
 * @param {(item: Item) => object} write
 */
async function* listed(items, write) {
  let comma = '';
  for await (const item of items) {
    yield comma + JSON.stringify(write(item));
    comma = ',';
  }
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
  let next = 0;
  /** @param {number} last */
  const appendUpTo = async (last) => {
    const until = firstAfter(revisions, last);
    while (next < until) {
      const end = Math.min(next + AT_ONCE, until);
      const head = revisions[next].number - 1;
      await storage.append({ project: id, head, batches: revisions.slice(next, end).map(batchOf) });
      next = end;
    }
  };
  const [{ number: begin }] = snapshots;
  // What is from before the first snapshot cannot be looked at without one.
  next = firstAfter(revisions, begin);
  for (const { number, epoch, time, snapshot } of snapshots) {
    await appendUpTo(number);
    const bytes = Buffer.from(snapshot, 'base64');
    await storage.saveSnapshot(id, { number, epoch, time, snapshot: bytes, source });
  }
  await appendUpTo(Infinity);
  return { project: id, revisions: revisions.length };
}

/**
 * @param {{number: number}[]} revisions
 * @param {number} last
 * @returns {number} where those begin that are later
 */
function firstAfter(revisions, last) {
  const at = revisions.findIndex(({ number }) => number > last);
  return at < 0 ? revisions.length : at;
}

/** @param {{user: string, record: string}} revision */
function batchOf({ user, record }) {
  return { user, count: 1, records: Buffer.from(record, 'base64') };
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
