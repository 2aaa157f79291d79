'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.join(__dirname, '..');

/** The addon that is there already: `npm run bench` builds it first. */
const SHIPPED = {
  name: 'as shipped: -O3, LTO',
  addon: path.join(ROOT, 'build', 'Release', 'gantt_sync.node'),
};
/** Other ways to compile it. */
const BUILDS = [
  { name: '-O3, no LTO', options: ['--CDGANTT_LTO=OFF'] },
  { name: '-O2, LTO', options: ['--CDCMAKE_CXX_FLAGS_RELEASE=-O2 -DNDEBUG'] },
];
if (process.arch === 'x64') {
  BUILDS.push({
    name: '-O3, LTO, -march=x86-64-v3',
    options: ['--CDCMAKE_CXX_FLAGS=-march=x86-64-v3'],
  });
}

/**
 * Builds the addon in each of those ways, in folders of their own under build/.
 *
 * @param {(text: string) => void} note
 * @returns {{name: string, addon: string}[]} the shipped one first
 */
function buildAll(note) {
  const others = BUILDS.map(({ name, options }, index) => {
    const folder = path.join(ROOT, 'build', `flags-${index}`);
    note(`building: ${name}`);
    run(path.join(ROOT, 'node_modules', '.bin', 'cmake-js'), [
      'configure',
      '--out',
      folder,
      ...options,
    ]);
    run('cmake', ['--build', folder, '--parallel', '2', '--target', 'gantt_sync']);
    const addon = ['Release', '.'].map((place) => path.join(folder, place, 'gantt_sync.node'));
    return { name, addon: addon.find((file) => fs.existsSync(file)) };
  });
  return [SHIPPED, ...others];
}

function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}:\n${stdout}${stderr}`);
}

module.exports = { buildAll };
