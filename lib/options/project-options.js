'use strict';

const path = require('node:path');
const { ALL_DIALECTS } = require('../dialects');
const { journalIn } = require('../storage/storage');
const { keepHistory } = require('./keep-history');
const { fieldNames, oneOf, policies, storage, structure, text, time } = require('./option-kinds');

/** @typedef {import('./option-types').ServerOptions} ServerOptions */
/** @typedef {import('./option-types').Option} Option */

// The maximum delay of a Node timer.
const LONGEST_TIMER_MS = 2_147_483_647;
const LONGEST_TIMER_MINUTES = 35_791;

const DEFAULT_POLICIES = Object.freeze(
  Object.fromEntries(ALL_DIALECTS.map(({ name, policy }) => [name, policy])),
);

/**
 * Projects, storage, and how changes are applied.
 *
 * @satisfies {Record<string, Option>}
 */
const PROJECT_OPTIONS = {
  resetDelay: {
    kind: time('ms', LONGEST_TIMER_MS),
    default: 1_800_000,
    // Changes of the operator's own data must not be discarded because nobody is active.
    defaultFor: (given) => (isOfTheDemo(given) ? 1_800_000 : 0),
    help: 'milliseconds without a message after which all projects are reset; 0: never',
    // As in the old server: milliseconds for the class, seconds on the command line.
    text: {
      factor: 1000,
      help:
        'seconds without a message after which all projects are reset; 0: never ' +
        '(default: 1800, with data of your own, or a storage, 0)',
    },
  },
  autoSaveIntervalMins: {
    kind: time('m', LONGEST_TIMER_MINUTES),
    default: 60,
    help: 'minutes between two autosaved versions of a project',
  },
  projects: {
    kind: structure('a list of {id, name, source}', Array.isArray),
    help: 'the projects (default: those of the data folder)',
  },
  data: {
    kind: text('FOLDER'),
    default: path.join(__dirname, '..', '..', 'data'),
    help: "folder with a projects.json, else with one *.json a project (default: the package's demo)",
  },
  storage: {
    kind: storage(),
    default: 'memory',
    // Changes of the operator's own data survive a restart.
    defaultFor: ({ data }) => (data ? journalIn(data) : 'memory'),
    help:
      'where changes are kept: memory, which a restart forgets, or sqlite:FILE ' +
      '(default: memory; with --data FOLDER, FOLDER/journal.db)',
  },
  durability: {
    kind: oneOf(['commit', 'interval', 'none']),
    default: 'commit',
    help:
      'what a power cut may cost of what was told: nothing (commit), the last second (interval), ' +
      'or what the system has not written yet (none); a crash of the server costs nothing in any',
  },
  keepHistory: {
    kind: keepHistory(),
    help: 'what is kept of the past: an age such as 90d, a number of revisions, or both: 90d,10000 (default: all)',
  },
  idFormat: {
    kind: oneOf(['prefixed', 'number', 'uuid']),
    default: 'prefixed',
    help: 'how the ids of new records look',
  },
  conflicts: {
    kind: policies(DEFAULT_POLICIES),
    default: DEFAULT_POLICIES,
    help:
      'last-writer-wins, reject, server-wins or merge, for all dialects or like commands:merge,sync:reject ' +
      '(default: last-writer-wins, and reject for sync, calendar and socketio)',
  },
  datasetKeys: {
    kind: oneOf(['data', 'plain']),
    default: 'data',
    help: 'how commands and flat call the lists of a dataset: tasksData (data), or tasks (plain), which Bryntum 7 prefers',
  },
  echo: {
    kind: oneOf(['where-missed', 'always']),
    default: 'where-missed',
    help: 'when the author of a change in flat is sent it, too: where it has something to learn from it, or always',
  },
  mergeFields: {
    kind: fieldNames(),
    default: Object.freeze([]),
    help: 'fields in which an object is merged with the one that is there, such as options or tasks.options',
  },
  stormPolicy: {
    kind: oneOf(['log', 'disconnect']),
    default: 'log',
    help: 'what is done about two clients that overwrite each other without end',
  },
  locks: {
    kind: oneOf(['off', 'advisory', 'enforced']),
    default: 'advisory',
    help: 'may records be locked, and is a change refused of one that somebody else has locked?',
  },
};

/**
 * @param {ServerOptions} given
 * @returns {boolean} are its projects the demo projects, in memory only?
 */
function isOfTheDemo({ data, projects, storage: place = 'memory' }) {
  return !data && !projects && place === 'memory';
}

module.exports = { PROJECT_OPTIONS, isOfTheDemo };
