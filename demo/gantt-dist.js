import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const demo = fileURLToPath(new URL('.', import.meta.url));
const trial = join(demo, 'node_modules/@bryntum/gantt-trial');
const needed = ['gantt.module.js', 'gantt.css', 'svalbard-light.css', 'svalbard-dark.css'];

/** Why there is no Gantt to show; the message says what to do. */
export class NoGantt extends Error {}

/**
 * Finds the folder with Bryntum's Gantt: the one that `GANTT_DIST` names, else the trial package, which is
 * installed here if it is not yet, without running its scripts. The trial may be used under Bryntum's terms only.
 *
 * @returns {string}
 * @throws {NoGantt}
 */
export function ganttDist() {
  if (process.env.GANTT_DIST) return checked(resolve(process.env.GANTT_DIST), 'GANTT_DIST');
  if (!existsSync(trial)) install();
  return checked(trial, 'the trial package');
}

/** @param {string} folder @param {string} origin */
function checked(folder, origin) {
  const missing = needed.find((file) => !existsSync(join(folder, file)));

  if (missing)
    throw new NoGantt(
      `${origin} (${folder}) has no ${missing}; point GANTT_DIST at the folder of your licensed copy that holds ${needed.join(', ')}`,
    );
  return folder;
}

function install() {
  process.stderr.write('Installing the trial of Bryntum Gantt into demo/ (once) …\n');
  const { status, stderr, error } = spawnSync(
    'npm',
    ['install', '--ignore-scripts', '--no-audit', '--no-fund'],
    {
      cwd: demo,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    },
  );

  if (status !== 0) {
    const reason =
      error?.message ??
      stderr.split('\n').find((line) => /npm error (?!code|errno|syscall)/.test(line)) ??
      'npm failed';

    throw new NoGantt(
      `The trial package @bryntum/gantt-trial 7.3.0 cannot be installed (${reason.replace('npm error ', '')}).\n` +
        'If you have a licensed copy of Bryntum Gantt 7, start with GANTT_DIST=/path/to/its/build npm run demo',
    );
  }
}
