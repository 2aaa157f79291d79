'use strict';

const { codedError } = require('../base/errors');
const { Project } = require('../native/project');
const { Digest, FORMAT } = require('./export-file');

/** @typedef {import('./export-file').ExportFile} ExportFile */
/** @typedef {import('./export-file').Revision} Revision */
/** @typedef {import('./history').History} History */
/** @typedef {import('./port').Storage} Storage */

// Revisions of one commit.
const AT_ONCE = 1000;
const BYTES_AT_ONCE = 8 << 20;

/**
 * Exports one project with its whole history, as the text of a JSON file: {"format", "project", "source", "snapshots":
 * [{number, epoch, time, snapshot}], "revisions": [{number, time, user, record}], "sha256"}, with bytes in base64;
 * `sha256` is the {@link Digest} of the rest.
 *
 * @param {History} history
 * @param {number | string} id
 * @returns {AsyncGenerator<string>} the text, piece by piece
 */
async function* exportProject(history, id) {
  const rows = await history.rows(id);
  try {
    yield* textOf(rows);
  } finally {
    await rows.end();
  }
}

/** @param {Awaited<ReturnType<History['rows']>>} rows */
async function* textOf({ project, snapshots, revisions }) {
  const { id: name, source } = project;
  const head = { format: FORMAT, project: name, source };
  const digest = new Digest();
  for (const [key, value] of Object.entries(head)) digest.add(key, JSON.stringify(value));
  yield JSON.stringify(head).slice(0, -1);
  yield* listed('snapshots', snapshots, digest, (start) => ({
    ...start,
    snapshot: base64(start.snapshot),
  }));
  yield* listed('revisions', revisions, digest, ({ number, time, user, record }) => ({
    number,
    time,
    user,
    record: base64(/** @type {Buffer} */ (record)),
  }));
  yield `,"sha256":${JSON.stringify(digest.end())}}`;
}

/**
 * @template Item
 * @param {string} key
 * @param {AsyncIterable<Item>} items
 * @param {Digest} digest to which each is added
 * @param {(item: Item) => object} write
 */
async function* listed(key, items, digest, write) {
  yield `,"${key}":[`;
  let comma = '';
  for await (const item of items) {
    const text = JSON.stringify(write(item));
    digest.add(key, text);
    yield comma + text;
    comma = ',';
  }
  yield ']';
}

/**
 * Imports an exported project into a storage without a project of its id. It is one commit if the storage supports
 * that.
 *
 * @param {Storage} storage open
 * @param {ExportFile} file
 * @param {string} [as] under another id
 * @returns {Promise<{project: string, revisions: number}>}
 */
async function importProject(storage, file, as) {
  const id = as ?? file.project;
  if (await storage.load(id, 1)) {
    throw codedError('ERR_STORAGE_HEAD', `Project ${JSON.stringify(id)} is kept there already`);
  }
  const work = async () => {
    await keepAll(storage, file, id);
    await checkKept(storage, id);
  };
  await (storage.together ? storage.together(work) : work());
  return { project: id, revisions: file.revisionCount };
}

/**
 * @param {Storage} storage
 * @param {ExportFile} file
 * @param {string} id
 */
async function keepAll(storage, file, id) {
  const { source, snapshots } = file;
  /** @type {Revision[]} */
  let some = [];
  let size = 0;
  const append = async () => {
    if (some.length === 0) return;
    const head = some[0].number - 1;
    await storage.append({ project: id, head, batches: some.map(batchOf) });
    some = [];
    size = 0;
  };
  let next = 0;
  /** @param {number} last snapshots up to this revision */
  const saveUpTo = async (last) => {
    for (; next < snapshots.length && snapshots[next].number < last; next++) {
      await append();
      const { number, epoch, time } = snapshots[next];
      const snapshot = await file.readSnapshot(snapshots[next]);
      await storage.saveSnapshot(id, { number, epoch, time, snapshot, source });
    }
  };
  const [{ number: begin }] = snapshots;
  for await (const revision of file.revisions()) {
    // Revisions before the first snapshot cannot be read without one.
    if (revision.number <= begin) continue;
    await saveUpTo(revision.number);
    some.push(revision);
    size += revision.record.length;
    if (some.length >= AT_ONCE || size >= BYTES_AT_ONCE) await append();
  }
  await saveUpTo(Infinity);
  await append();
}

/**
 * Checks the imported project, because a server does not start if it cannot read one.
 *
 * @param {Storage} storage
 * @param {string} id
 */
async function checkKept(storage, id) {
  const kept = /** @type {import('./port').Kept} */ (await storage.load(id, 0));
  const failure = await new Project({ id }).restore(kept.snapshot, kept.records);
  if (failure) throw codedError(failure.code, failure.message);
}

/** @param {Revision} revision */
function batchOf({ user, record }) {
  return { user, count: 1, records: Buffer.from(record, 'base64') };
}

/** @param {Buffer} bytes */
function base64(bytes) {
  return bytes.toString('base64');
}

module.exports = { exportProject, importProject };
