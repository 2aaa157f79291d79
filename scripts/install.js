'use strict';

// npm's install script: when no prebuilt addon loads on this machine, builds one from the sources. What only a build needs
// is no dependency of the package, and is fetched here.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { devDependencies } = require('../package.json');

const ROOT = path.join(__dirname, '..');
const TOOLS_FOLDER = path.join(ROOT, 'build', 'tools');
const TOOLS = ['cmake-js', 'node-addon-api', '@nozbe/simdjson'];
const FAILED =
  'gantt-sync-server: no prebuilt addon fits this machine, and building one failed. It needs a C++20 compiler, ' +
  `CMake 3.20 or later and make (Debian: apt-get install g++ cmake make), and ${TOOLS.join(', ')} from npm.`;

/** @returns {boolean} whether there is an addon that loads here */
function loads() {
  try {
    require('../lib/native/addon');
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string[]} args of node
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {boolean} did it succeed?
 */
function run(args, env = process.env) {
  return spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit', env }).status === 0;
}

/** @returns {string | undefined} the folder of packages that has the tools: that of a copy of the repository, else one made now */
function findTools() {
  const own = path.join(ROOT, 'node_modules');
  if (TOOLS.every((name) => fs.existsSync(path.join(own, name)))) return own;

  fs.mkdirSync(TOOLS_FOLDER, { recursive: true });
  fs.writeFileSync(path.join(TOOLS_FOLDER, 'package.json'), '{ "private": true }\n');
  /** @type {Record<string, string>} */
  const known = devDependencies;
  const versions = TOOLS.map((name) => `${name}@${known[name]}`);
  const quiet = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--global=false'];
  const args = ['install', ...quiet, '--prefix', TOOLS_FOLDER, ...versions];
  // The npm that runs this script; another package manager has none of its own that could do it.
  const npm = process.env.npm_execpath ?? '';
  const isFetched = npm.endsWith('npm-cli.js')
    ? run([npm, ...args])
    : spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' }).status ===
      0;
  return isFetched ? path.join(TOOLS_FOLDER, 'node_modules') : undefined;
}

/** @returns {boolean} is there an addon now? */
function build() {
  const tools = findTools();
  if (tools === undefined) return false;
  const simdjson = path.join(tools, '@nozbe', 'simdjson', 'src');
  const args = ['--target', 'gantt_sync', '--parallel', String(os.availableParallelism())];
  return run(
    [
      path.join(tools, 'cmake-js', 'bin', 'cmake-js'),
      'compile',
      `--CDGANTT_SIMDJSON_DIR=${simdjson}`,
      ...args,
    ],
    { ...process.env, NODE_PATH: tools },
  );
}

if (!loads() && !build()) {
  console.error(FAILED);
  process.exitCode = 1;
}
