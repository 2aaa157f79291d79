'use strict';

const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');
const { Project } = require('../../lib/native/project');
const { History } = require('../../lib/storage/history');
const { SqliteStorage } = require('../../lib/storage/sqlite');
const { temporaryFolder } = require('./temporary-folder');

/** A file in which a server has kept a project, without the server. */
class KeptFile {
  /**
   * @param {import('node:test').TestContext} t
   * @param {import('../../lib/storage/sqlite').SqliteOptions} [options]
   */
  constructor(t, options) {
    this.folder = temporaryFolder(t);
    this.file = path.join(this.folder, 'journal.db');
    this.storage = new SqliteStorage(this.file, options);
    this.native = new Project({ id: 1, keepsJournal: true });
    this.time = Date.parse('2026-03-02T08:00:00Z');
  }

  /**
   * Loads the project from inline data; more than once, it is a reset.
   *
   * @param {object} data
   */
  async load(data) {
    this.opened ??= this.storage.open();
    await this.opened;
    await this.native.load(Buffer.from(JSON.stringify(data)));
    this.native.takeJournal();
    await this.save();
  }

  /** Saves a snapshot of what the project is. */
  async save() {
    const { revision: number, epoch } = this.native;
    const snapshot = this.native.snapshot();
    await this.storage.saveSnapshot('1', { number, epoch, time: (this.time += 1000), snapshot });
  }

  /**
   * One revision, a second after what was before.
   *
   * @param {object} changes
   * @param {string} [user]
   */
  async change(changes, user = 'ann') {
    const head = this.native.revision;
    const data = { project: 1, revisions: [{ revision: `local-${head}`, changes }] };
    const message = Buffer.from(JSON.stringify({ command: 'project_change', data }));
    this.native.submit(message, `client-${user}`, (this.time += 1000));
    const records = this.native.takeJournal();
    const batches = [{ user, count: this.native.revision - head, records }];
    await this.storage.append({ project: '1', head, batches });
  }

  close() {
    return this.storage.close();
  }
}

/**
 * Makes a file as a server of schema 4 has left it: project 1 with the tasks Cut, which ann had renamed, and Sow, of bob's.
 *
 * @param {string} file
 */
function writeEarlierFile(file) {
  const packed = path.join(__dirname, '..', 'fixtures', 'schema-4.db.gz');
  fs.writeFileSync(file, zlib.gunzipSync(fs.readFileSync(packed)));
}

/** A change of the one task of `keptHistory`. */
const rename = (name) => ({ tasks: { updated: [{ id: 1, name }] } });

/** A file with four revisions and a reset between the last two, and its history. */
async function keptHistory(t) {
  // Before that which removes the folder.
  t.after(async () => {
    await history.close();
    await kept.close();
  });
  const kept = new KeptFile(t);
  await kept.load({ tasksData: [{ id: 1, name: 'Dig' }] });
  await kept.change(rename('Cut'));
  await kept.change({ tasks: { updated: [{ id: 1, name: 'Cut', note: 5 }] } }, 'bob');
  await kept.change({ tasks: { removed: [{ id: 1 }] } });
  await kept.load({ tasksData: [{ id: 1, name: 'New' }] });
  await kept.change(rename('Sow'), 'bob');
  const history = await History.open(kept.file);
  return { kept, history };
}

module.exports = { KeptFile, keptHistory, rename, writeEarlierFile };
