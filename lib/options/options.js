'use strict';

const http = require('node:http');
const https = require('node:https');
const path = require('node:path');
const { ALL_DIALECTS, DIALECTS } = require('../dialects');
const { isObject } = require('../base/is-object');
const { keepHistory } = require('./keep-history');
const { journalIn } = require('../storage/storage');
const {
  number,
  time,
  integer,
  flag,
  text,
  oneOf,
  origins,
  fieldNames,
  proxies,
  structure,
  storage,
  code,
  callback,
  policies,
  projectPath,
  urlPath,
} = require('./option-kinds');

/** @typedef {import('../native/policies').Policies} Policies */
/** @typedef {import('../native/policies').Policy} Policy */
/** @typedef {import('../base/console-logger').Logger} Logger */
/** @typedef {import('../project/hooks').HookOptions} HookOptions */
/** @typedef {import('../storage/data-source').ProjectOptions} ProjectOptions */
/** @typedef {import('../storage/port').Storage} Storage */
/** @typedef {import('../access/accounts').GroupOptions} GroupOptions */
/** @typedef {import('../access/accounts').UserOptions} UserOptions */
/** @typedef {import('./option-kinds').OptionKind} OptionKind */

/** @typedef {number | `${number}${'ms' | 's' | 'm' | 'h'}`} Time a number is one of the option's own unit */

/**
 * What the constructor of WebSocketServer takes; OPTIONS says what each is for.
 *
 * @typedef {PlainOptions & HookOptions} ServerOptions
 */

/**
 * @typedef {object} PlainOptions
 * @property {number} [port]
 * @property {string} [host]
 * @property {string} [path]
 * @property {string | false} [loadPath]
 * @property {string | false} [syncPath]
 * @property {string} [tokenCookie]
 * @property {boolean} [compressHttp]
 * @property {string | string[]} [origins]
 * @property {number | string | string[]} [trustProxy]
 * @property {boolean} [debug]
 * @property {Time} [resetDelay]
 * @property {Time} [autoSaveIntervalMins]
 * @property {ProjectOptions[]} [projects]
 * @property {string} [data]
 * @property {string | Storage} [storage]
 * @property {'commit' | 'interval' | 'none'} [durability]
 * @property {string | number | import('../storage/sqlite').KeepHistory} [keepHistory]
 * @property {'prefixed' | 'number' | 'uuid'} [idFormat]
 * @property {Record<string, UserOptions>} [users]
 * @property {Record<string, GroupOptions>} [groups]
 * @property {boolean} [guests]
 * @property {Policy | Partial<Policies>} [conflicts]
 * @property {string | string[]} [mergeFields]
 * @property {'log' | 'disconnect'} [stormPolicy]
 * @property {'off' | 'advisory' | 'enforced'} [locks]
 * @property {boolean} [socketio]
 * @property {import('node:https').ServerOptions | false} [tls] `key` and `cert`: PEM text, or paths of files with it
 * @property {number} [maxPayload]
 * @property {boolean | object} [perMessageDeflate]
 * @property {number} [maxConnections]
 * @property {number} [maxMessagesPerSecond]
 * @property {number} [maxBufferedBytes]
 * @property {number} [maxTotalBufferedBytes]
 * @property {number} [maxTotalUnsentBytes]
 * @property {boolean} [fastPath]
 * @property {number} [maxLogRevisions]
 * @property {number} [maxLogBytes]
 * @property {number} [maxProjectBytes]
 * @property {Time} [authTimeout]
 * @property {Time} [pingInterval]
 * @property {import('node:http').Server | import('node:https').Server} [server]
 * @property {Logger} [logger]
 */

/**
 * The options as the server uses them: checked, with every default in place.
 *
 * @typedef {Required<Omit<PlainOptions, OptionalOption | TimeOption | 'keepHistory'>> & Pick<PlainOptions, OptionalOption> &
 *   Record<TimeOption, number> & HookOptions & {conflicts: Policies, mergeFields: string[],
 *   keepHistory?: import('../storage/sqlite').KeepHistory, origins?: string[], trustProxy: number | string[]}} ResolvedOptions
 */

/** @typedef {'resetDelay' | 'autoSaveIntervalMins' | 'authTimeout' | 'pingInterval'} TimeOption */

/** @typedef {'projects' | 'host' | 'path' | 'tokenCookie' | 'origins' | 'tls' | 'server' | 'logger' | OptionalLimit} OptionalOption */

/** @typedef {'maxLogRevisions' | 'maxLogBytes' | 'maxProjectBytes'} OptionalLimit the core has their defaults */

const MEBIBYTE = 1024 * 1024;
// The longest time that a timer of Node's can wait.
const LONGEST_TIMER_MS = 2_147_483_647;
const LONGEST_TIMER_MINUTES = 35_791;
const DAY_SECONDS = 86_400;

const DEFAULT_POLICIES = Object.freeze(
  Object.fromEntries(ALL_DIALECTS.map(({ name, policy }) => [name, policy])),
);

const OWN_PATHS = DIALECTS.flatMap(({ path: own }) => own ?? []).join(', ');

const DEMO_USERS = Object.freeze({
  admin: { password: 'admin', group: 'admin' },
  alex: { password: 'alex', group: 'user' },
  ben: { password: 'ben', group: 'user' },
});

/**
 * One option.
 *
 * @typedef {object} Option
 * @property {OptionKind} kind
 * @property {unknown} [default]
 * @property {(given: ServerOptions) => unknown} [defaultFor] where it hangs on other options
 * @property {string} help the line that `--help` prints
 * @property {{factor: number, help: string}} [text] where a plain number on the command line and in the environment is of
 *   another unit: that unit in terms of the option's own
 */

/** @type {Readonly<Record<keyof ServerOptions, Option>>} */
const OPTIONS = Object.freeze({
  port: {
    kind: integer(0, 65_535),
    default: 8080,
    help: 'port to listen on; 0 takes any that is free',
  },
  host: { kind: text('HOST'), help: 'address to listen on (default: all)' },
  path: {
    kind: urlPath(),
    help: `path of the address that clients connect to (default: any); ${OWN_PATHS} always are, too`,
  },
  loadPath: {
    kind: projectPath(),
    default: '/crud/:project/load',
    help: 'path at which a CrudManager loads over HTTP; false: none (default: /crud/:project/load)',
  },
  syncPath: {
    kind: projectPath(),
    default: '/crud/:project/sync',
    help: 'path at which a CrudManager syncs over HTTP; false: none (default: /crud/:project/sync)',
  },
  tokenCookie: {
    kind: text('NAME'),
    help: 'name of the cookie that has the token of a request over HTTP (default: none)',
  },
  compressHttp: {
    kind: flag(),
    default: false,
    help: 'compress answers over HTTP, with brotli or gzip: less traffic, more work',
  },
  origins: {
    kind: origins(),
    help: "pages of which origins may connect (default: those of the server's own host); *: all, null: files",
  },
  trustProxy: {
    kind: proxies(),
    default: 0,
    help: 'how many proxies in front are believed whom a request is from, or which',
  },
  debug: { kind: flag(), default: false, help: 'log commands and changes, too' },
  resetDelay: {
    kind: time('ms', LONGEST_TIMER_MS),
    default: 1_800_000,
    // What people have changed in data of their own is not thrown away because they are at lunch.
    defaultFor: (given) => (isOfTheDemo(given) ? 1_800_000 : 0),
    help: 'milliseconds without a message after which all projects are reset; 0: never',
    // The old server's class takes milliseconds, its command line seconds.
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
    // What people have changed in data of their own outlives a restart, too.
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
  users: {
    kind: structure('an object of name: {password, token, group}', isObject),
    default: DEMO_USERS,
    // Who gives groups has not asked for anybody to be in them.
    defaultFor: (given) => (given.groups ? {} : DEMO_USERS),
    help: 'who needs a password or a token (default: the demo users admin, alex and ben; with groups: nobody)',
  },
  groups: {
    kind: structure('an object of name: {projects, reset, force}', isObject),
    default: {
      admin: { projects: [1, 2, 3], reset: true },
      user: { projects: [1, 2], reset: true },
      anonymous: { projects: [1], reset: false },
    },
    help: 'what each group may do; the group anonymous is everybody without a password',
  },
  guests: {
    kind: flag(),
    default: true,
    // Who looks at data of one's own without a name need not be shown to the others.
    defaultFor: isOfTheDemo,
    help:
      'show the others who comes without a token, under the name that they give ' +
      '(default: true, with data of your own, or a storage, false)',
  },
  conflicts: {
    kind: policies(DEFAULT_POLICIES),
    default: DEFAULT_POLICIES,
    help:
      'last-writer-wins, reject, server-wins or merge, for all dialects or like commands:merge,sync:reject ' +
      '(default: last-writer-wins, and reject for sync, calendar and socketio)',
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
  socketio: {
    kind: flag(),
    default: false,
    help: 'speak Socket.IO at /socket.io/, too; needs the package socket.io',
  },
  tls: {
    kind: structure('an object with key and cert, or false', (v) => v === false || isObject(v)),
    help: '{"key", "cert"}: PEM text or paths (default: cert/key.pem and cert/cert.pem if there)',
  },
  maxPayload: {
    kind: integer(1024, 512 * MEBIBYTE),
    default: 16 * MEBIBYTE,
    help: 'bytes of the longest message of who is logged in',
  },
  perMessageDeflate: {
    kind: { ...flag(), read: (value) => (isObject(value) ? value : flag().read(value)) },
    default: false,
    help: 'compress messages of 1 KiB or more: less traffic, more work',
  },
  maxConnections: {
    kind: integer(1),
    default: 10_000,
    help: 'connections at one time; more are turned away',
  },
  maxMessagesPerSecond: {
    kind: number(0, 1e9),
    default: 10_000,
    help: 'a connection that sends more is read more slowly; 0: no limit',
  },
  maxBufferedBytes: {
    kind: integer(1024),
    default: 16 * MEBIBYTE,
    help: 'a connection with more bytes still unsent is cut off',
  },
  maxTotalBufferedBytes: {
    kind: integer(MEBIBYTE),
    default: 256 * MEBIBYTE,
    help: 'bytes of messages that are not whole yet, of all connections together',
  },
  maxTotalUnsentBytes: {
    kind: integer(MEBIBYTE),
    default: 1024 * MEBIBYTE,
    help: 'bytes that are still unsent, of all connections together',
  },
  fastPath: {
    kind: flag(),
    default: true,
    help: "read and write past ws and Node's streams where that is faster; false: never",
  },
  maxLogRevisions: {
    kind: integer(1),
    help: 'revisions that a project remembers (default: 10000)',
  },
  maxLogBytes: {
    kind: integer(1),
    help: 'bytes of revisions that a project remembers (default: 16777216)',
  },
  maxProjectBytes: {
    kind: integer(1),
    help: 'bytes of memory that a project may take (default: 536870912)',
  },
  authTimeout: {
    kind: time('s', DAY_SECONDS),
    default: 120,
    help: 'seconds within which a connection must log in; 0: any time',
  },
  pingInterval: {
    kind: time('s', DAY_SECONDS),
    default: 30,
    help: 'seconds between pings; who misses one is cut off; 0: no pings',
  },
  server: {
    kind: code('an HTTP or HTTPS server of node', isHttpServer),
    help: "the caller's own server, for an application that has one; port, host and tls are its own",
  },
  logger: {
    kind: code('an object with debug, info, warn and error', isLogger),
    help: 'where the log goes (default: the console)',
  },
  beforeChange: { kind: callback(), help: 'is asked before a change is made; false or a text: no' },
  onChange: { kind: callback(), help: 'is told of each change that was made' },
  onLoad: {
    kind: callback(),
    help: 'answers the first data of a project that has no source',
  },
  onStore: {
    kind: callback(),
    help: 'is given a project that was changed, to keep it elsewhere',
  },
  onLogin: { kind: callback(), help: 'is told of each login' },
  onSubscribe: { kind: callback(), help: 'is told who follows a project' },
  onReset: { kind: callback(), help: 'is told of each reset' },
  onConflict: { kind: callback(), help: 'is asked for the policy for a conflict' },
  onStorm: {
    kind: callback(),
    help: 'is told of two clients that overwrite each other without end',
  },
  verifyToken: { kind: callback(), help: 'is asked whose a token is' },
});

/**
 * @param {ServerOptions} given
 * @returns {boolean} are its projects those of the package, in memory alone?
 */
function isOfTheDemo({ data, projects, storage: place = 'memory' }) {
  return !data && !projects && place === 'memory';
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isHttpServer(value) {
  return value instanceof http.Server || value instanceof https.Server;
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isLogger(value) {
  const methods = ['debug', 'info', 'warn', 'error'];
  const logger = /** @type {Record<string, unknown>} */ (value);
  return isObject(value) && methods.every((method) => typeof logger[method] === 'function');
}

module.exports = { OPTIONS };
