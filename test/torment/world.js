'use strict';

const path = require('node:path');
const { hashPassword } = require('../../lib');

/** Where the honest clients are, and hostile ones whose messages are small. */
const HOME = 1;
/** One project a policy, for messages of any size. */
const ARENAS = ['last-writer-wins', 'reject', 'server-wins', 'merge'];

/** How many children of one parent an arena has, and how long its one chain of children is. */
const SIBLINGS = 10_000;
const LEVELS = 250;

/** Who may reset, with a password that costs nothing to check, and who has one that costs much. */
const JANITOR = { login: 'janitor', password: 'broom' };
const NEWCOMER = { login: 'newcomer', password: 'correct horse' };

/** In a program, a change of an arena with this text in it is refused, and one with that takes so long to be decided. */
const VETOED = 'a change that the application refuses';
const SLOW = 'a change that the application thinks about';
const THINKING_MS = 20;
/** A token about which the application never says anything, and where another WebSocket server listens. */
const SILENT_TOKEN = 'token-of-nobody-knows-whom';
const OTHER_PATH = '/other';

const MEBIBYTE = 1024 * 1024;

const HOME_DATA = {
  project: { startDate: '2026-03-02' },
  resourcesData: [{ id: 'resources-1', name: 'Ada' }],
  tasksData: [
    { id: 'events-1', name: 'Dig', children: [{ id: 'events-2', name: 'Deep' }] },
    { id: 'events-3', name: 'Sow' },
    { id: 'events-4', name: 'Reap' },
  ],
  dependenciesData: [{ id: 'dependencies-1', fromTask: 'events-1', toTask: 'events-3' }],
};

/** A parent `wide` of `w0`, `w1`, …; a chain `d0` above `d1` and so on; and a root `one` that everybody writes to. */
function arenaData() {
  const tasks = [{ id: 'wide', name: 'wide' }];
  for (let i = 0; i < SIBLINGS; i++) tasks.push({ id: `w${i}`, parentId: 'wide', name: 'w' });
  for (let i = 0; i < LEVELS; i++) {
    tasks.push({ id: `d${i}`, parentId: i > 0 ? `d${i - 1}` : null, name: 'd' });
  }
  tasks.push({ id: 'one', name: 'one' });
  return { tasksData: tasks };
}

/**
 * What a server is started with.
 *
 * @param {string} policy of the home for `commands` and `flat`
 * @returns {Promise<Record<string, object>>} files by name
 */
async function worldFiles(policy) {
  const conflicts = { commands: policy, flat: policy, sync: 'reject' };
  return {
    'data/home.json': HOME_DATA,
    'data/arena.json': arenaData(),
    'data/projects.json': [
      { id: HOME, name: 'Home', source: 'home.json', conflicts },
      ...ARENAS.map((id) => ({ id, name: id, source: 'arena.json', conflicts: id })),
    ],
    'users.json': {
      [JANITOR.login]: { password: JANITOR.password, group: 'staff' },
      [NEWCOMER.login]: { password: await hashPassword(NEWCOMER.password), group: 'anonymous' },
    },
    'groups.json': {
      staff: { projects: '*', reset: true },
      anonymous: { projects: '*' },
    },
  };
}

/**
 * @param {string} folder with these files
 * @returns {Record<string, string>} options that name them, as the command line takes them
 */
function worldOptions(folder) {
  return {
    data: path.join(folder, 'data'),
    users: path.join(folder, 'users.json'),
    groups: path.join(folder, 'groups.json'),
    'max-project-bytes': String(16 * MEBIBYTE),
    'max-log-bytes': String(8 * MEBIBYTE),
    // How fast a disk is says nothing about the server.
    storage: 'memory',
  };
}

module.exports = {
  ARENAS,
  HOME,
  JANITOR,
  LEVELS,
  NEWCOMER,
  OTHER_PATH,
  SIBLINGS,
  SILENT_TOKEN,
  SLOW,
  THINKING_MS,
  VETOED,
  worldFiles,
  worldOptions,
};
