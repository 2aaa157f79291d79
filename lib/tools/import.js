'use strict';

const fs = require('node:fs/promises');
const { codedError, codedTypeError } = require('../base/errors');
const { withStorage } = require('./tool');

/** @type {import('./tool').Tool} */
module.exports = {
  summary: 'Puts a project that export has printed into a file that has none of its id',
  about: ['No server may have the file.'],
  options: {
    from: { value: 'FILE', help: 'what export has printed' },
    as: { value: 'ID', help: 'under that id' },
  },
  async run(values, print) {
    const { importProject } = require('../storage/transfer');
    const text = await readGiven(values.from);
    const { project, revisions } = await withStorage(values, (storage) =>
      importProject(storage, text, values.as),
    );
    print(`Project ${JSON.stringify(project)} is kept with ${revisions} revisions\n`);
  },
};

/**
 * @param {string | undefined} file
 * @returns {Promise<string>}
 */
async function readGiven(file) {
  if (file === undefined)
    throw codedTypeError('ERR_INVALID_OPTION', 'Give --from FILE, which export has printed');
  try {
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw codedError('ERR_DATA_FILE_NOT_READ', `File ${file}: ${message}`, error);
  }
}
