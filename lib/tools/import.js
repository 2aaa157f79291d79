'use strict';

const { codedTypeError } = require('../base/errors');
const { withAnyStorage } = require('./tool');

/** @type {import('./tool').Tool} */
module.exports = {
  summary: 'Puts a project that export has printed into a file that has none of its id',
  about: ['No server may have the file.'],
  options: {
    from: { value: 'FILE', help: 'what export has printed' },
    as: { value: 'ID', help: 'under that id' },
  },
  async run(values, print) {
    const { ExportFile } = require('../storage/export-file');
    const { importProject } = require('../storage/transfer');
    if (values.from === undefined)
      throw codedTypeError('ERR_INVALID_OPTION', 'Give --from FILE, which export has printed');
    const file = await ExportFile.open(values.from);
    const { project, revisions } = await withAnyStorage(values, (storage) =>
      importProject(storage, file, values.as),
    );
    print(`Project ${JSON.stringify(project)} is kept with ${revisions} revisions\n`);
  },
};
