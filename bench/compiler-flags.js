'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..');
const PLATFORM = `${process.platform}-${process.arch}`;

/** The addon that is there already: `npm run bench` builds it first. */
const SHIPPED = {
  name: 'as shipped: -O3, LTO, a profile',
  addon: path.join(ROOT, 'prebuilds', PLATFORM, 'gantt_sync.node'),
};
/** Other ways to compile it: variables of CMake. */
const BUILDS = [
  { name: 'no profile: -O3, LTO', variables: {} },
  { name: 'no profile: -O3, no LTO', variables: { GANTT_LTO: 'OFF' } },
  { name: 'no profile: -O2, LTO', variables: { CMAKE_CXX_FLAGS_RELEASE: '-O2 -DNDEBUG' } },
];
if (process.arch === 'x64') {
  const flags = '-O3 -DNDEBUG -march=x86-64-v3';
  BUILDS.push({
    name: 'no profile: -O3, LTO, -march=x86-64-v3',
    variables: { CMAKE_CXX_FLAGS_RELEASE: flags },
  });
}

/**
 * Builds the addon in each of those ways, in folders of their own under build/.
 *
 * @param {(text: string) => void} note
 * @returns {{name: string, addon: string}[]} the shipped one first
 */
function buildAll(note) {
  const others = BUILDS.map(({ name, variables }, index) => {
    const folder = path.join(ROOT, 'build', `flags-${index}`);
    note(`building: ${name}`);
    const options = Object.entries(variables).map((variable) => `--CD${variable.join('=')}`);
    run(path.join(ROOT, 'node_modules', '.bin', 'cmake-js'), [
      'configure',
      '--out',
      folder,
      ...options,
    ]);
    checkCache(folder, variables);
    run('cmake', ['--build', folder, '--parallel', '2', '--target', 'gantt_sync']);
    const addon = ['Release', '.'].map((place) => path.join(folder, place, 'gantt_sync.node'));
    return { name, addon: addon.find((file) => fs.existsSync(file)) };
  });
  return [SHIPPED, ...others];
}

/** cmake-js sets some variables itself, and then says nothing of an option that asked for something else. */
function checkCache(folder, variables) {
  const cache = fs.readFileSync(path.join(folder, 'CMakeCache.txt'), 'utf8');
  for (const [name, value] of Object.entries(variables)) {
    const set = cache.match(new RegExp(`^${name}:\\w+=(.*)$`, 'm'))?.[1];
    if (set !== value) throw new Error(`${name} is ${set}, not ${value}`);
  }
}

function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}:\n${stdout}${stderr}`);
}

module.exports = { buildAll };
