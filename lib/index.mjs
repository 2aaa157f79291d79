import server from './index.js';

/** @typedef {import('./index.js').AppliedChange} AppliedChange */
/** @typedef {import('./index.js').Change} Change */
/** @typedef {import('./index.js').ChangedRecord} ChangedRecord */
/** @typedef {import('./index.js').ChangesByStore} ChangesByStore */
/** @typedef {import('./index.js').Conflict} Conflict */
/** @typedef {import('./index.js').DialectName} DialectName */
/** @typedef {import('./index.js').History} History */
/** @typedef {import('./index.js').HistoryQuery} HistoryQuery */
/** @typedef {import('./index.js').KeptRevision} KeptRevision */
/** @typedef {import('./index.js').HookOptions} HookOptions */
/** @typedef {import('./index.js').Logger} Logger */
/** @typedef {import('./index.js').Policies} Policies */
/** @typedef {import('./index.js').Policy} Policy */
/** @typedef {import('./index.js').ServerOptions} ServerOptions */
/** @typedef {import('./index.js').StoreChanges} StoreChanges */
/** @typedef {import('./index.js').Storage} Storage */
/** @typedef {import('./index.js').Storm} Storm */

export const { WebSocketServer, hashPassword } = server;
export default server;
