'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { temporaryFolder } = require('./temporary-folder');

/**
 * Keeps all threads of libuv's pool waiting, as a slow disk would: each reads from a pipe into which nobody writes.
 *
 * @param {import('node:test').TestContext} t
 * @returns {() => Promise<void>} lets them go
 */
function busyPool(t) {
  const folder = temporaryFolder(t);
  const threads = Number(process.env.UV_THREADPOOL_SIZE ?? 4);
  const pipes = Array.from({ length: threads }, (_, i) => path.join(folder, `pipe-${i}`));
  if (spawnSync('mkfifo', pipes).status !== 0) throw new Error('There is no mkfifo');
  const reading = pipes.map((pipe) => fs.promises.readFile(pipe));
  return async () => {
    // Waits for the thread that reads from it, which may not have begun.
    for (const pipe of pipes) fs.closeSync(fs.openSync(pipe, 'w'));
    await Promise.all(reading);
  };
}

module.exports = { busyPool };
