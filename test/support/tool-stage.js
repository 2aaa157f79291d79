'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');
const { text } = require('node:stream/consumers');
const { KeptFile } = require('./kept-file');

const SERVER = path.join(__dirname, '..', '..', 'server.js');

/**
 * Runs a tool of the command line to its end.
 *
 * @param {...string} args
 * @returns {Promise<{said: string, errors: string, code: number}>}
 */
async function runTool(...args) {
  const child = spawn(process.execPath, [SERVER, ...args]);
  const ended = new Promise((resolve) => {
    child.once('close', resolve);
  });
  const [said, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { said, errors, code };
}

/**
 * A data folder with two revisions, and tools on it.
 *
 * @param {import('node:test').TestContext} t
 */
async function toolStage(t) {
  const kept = new KeptFile(t);
  await kept.load({ tasksData: [{ id: 1, name: 'Dig' }] });
  await kept.change({ tasks: { updated: [{ id: 1, name: 'Cut' }] } });
  await kept.change({ tasks: { added: [{ $PhantomId: '_g', name: 'x' }] } }, 'b\u202eob');
  return { kept, use: (name, ...args) => runTool(name, '--data', kept.folder, ...args) };
}

module.exports = { runTool, toolStage };
