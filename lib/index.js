'use strict';

const { hashPassword } = require('./access/passwords');
const { WebSocketServer } = require('./server/websocket-server');

/** @typedef {import('./native/policies').DialectName} DialectName */
/** @typedef {import('./native/policies').Policies} Policies */
/** @typedef {import('./native/policies').Policy} Policy */
/** @typedef {import('./project/hooks').AppliedChange} AppliedChange */
/** @typedef {import('./project/hooks').Change} Change */
/** @typedef {import('./project/hooks').ChangedRecord} ChangedRecord */
/** @typedef {import('./project/hooks').ChangesByStore} ChangesByStore */
/** @typedef {import('./project/hooks').Conflict} Conflict */
/** @typedef {import('./project/hooks').HookOptions} HookOptions */
/** @typedef {import('./project/hooks').StoreChanges} StoreChanges */
/** @typedef {import('./project/hooks').Storm} Storm */
/** @typedef {import('./base/console-logger').Logger} Logger */
/** @typedef {import('./options/option-types').ServerOptions} ServerOptions */
/** @typedef {import('./storage/history').History} History */
/** @typedef {import('./storage/history').KeptRevision} KeptRevision */
/** @typedef {import('./storage/history-query').HistoryQuery} HistoryQuery */
/** @typedef {import('./storage/port').Storage} Storage */

module.exports = { WebSocketServer, hashPassword };
