'use strict';

/** @typedef {import('../native/policies').Policies} Policies */
/** @typedef {import('../native/policies').Policy} Policy */
/** @typedef {import('../base/console-logger').Logger} Logger */
/** @typedef {import('../project/hooks').HookOptions} HookOptions */
/** @typedef {import('../storage/data-source').ProjectOptions} ProjectOptions */
/** @typedef {import('../storage/port').Storage} Storage */
/** @typedef {import('../access/accounts').GroupOptions} GroupOptions */
/** @typedef {import('../access/accounts').UserOptions} UserOptions */
/** @typedef {import('./option-kinds').OptionKind} OptionKind */

/** @typedef {number | `${number}${'ms' | 's' | 'm' | 'h'}`} Time a number has the unit of the option */

/**
 * The options of WebSocketServer; OPTIONS describes each one.
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
 * @property {'data' | 'plain'} [datasetKeys]
 * @property {'where-missed' | 'always'} [echo]
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
 * The options in the server: checked, and with all defaults.
 *
 * @typedef {Required<Omit<PlainOptions, OptionalOption | TimeOption | 'keepHistory'>> & Pick<PlainOptions, OptionalOption> &
 *   Record<TimeOption, number> & HookOptions & {conflicts: Policies, mergeFields: string[],
 *   keepHistory?: import('../storage/sqlite').KeepHistory, origins?: string[], trustProxy: number | string[]}} ResolvedOptions
 */

/** @typedef {'resetDelay' | 'autoSaveIntervalMins' | 'authTimeout' | 'pingInterval'} TimeOption */

/** @typedef {'projects' | 'host' | 'path' | 'tokenCookie' | 'origins' | 'tls' | 'server' | 'logger' | OptionalLimit} OptionalOption */

/** @typedef {'maxLogRevisions' | 'maxLogBytes' | 'maxProjectBytes'} OptionalLimit defaults are in the core */

/**
 * One option.
 *
 * @typedef {object} Option
 * @property {OptionKind} kind
 * @property {unknown} [default]
 * @property {(given: ServerOptions) => unknown} [defaultFor] if the default depends on other options
 * @property {string} help the line in `--help`
 * @property {{factor: number, help: string}} [text] if a plain number on the command line and in the environment has
 * another unit: the factor to the unit of the option
 */

module.exports = {};
