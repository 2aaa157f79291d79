'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/**
 * A folder that ends with the test.
 *
 * @param {import('node:test').TestContext} t
 * @param {Record<string, string | object>} [files] by name; an object is written as JSON
 * @returns {string}
 */
function temporaryFolder(t, files = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gantt-sync-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const isWritten = typeof content === 'string' || Buffer.isBuffer(content);
    fs.writeFileSync(file, isWritten ? content : JSON.stringify(content));
  }
  return folder;
}

module.exports = { temporaryFolder };
