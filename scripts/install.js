'use strict';

// npm's install script: when no prebuilt addon loads on this machine, builds one from the sources.

const { spawnSync } = require('node:child_process');
const os = require('node:os');
const path = require('node:path');

/** @returns {boolean} whether there is an addon that loads here */
function loads() {
  try {
    require('../lib/native/addon');
    return true;
  } catch {
    return false;
  }
}

if (!loads()) {
  const cmakeJs = require.resolve('cmake-js/bin/cmake-js');
  const jobs = String(os.availableParallelism());
  const args = [cmakeJs, 'compile', '--target', 'gantt_sync', '--parallel', jobs];
  const build = spawnSync(process.execPath, args, {
    cwd: path.join(__dirname, '..'),
    stdio: 'inherit',
  });
  if (build.status !== 0) {
    console.error(
      'gantt-sync-server: no prebuilt addon fits this machine, and building one failed. It needs a ' +
        'C++20 compiler, CMake 3.20 or later and make (Debian: apt-get install g++ cmake make ' +
        'nlohmann-json3-dev).',
    );
    process.exitCode = 1;
  }
}
