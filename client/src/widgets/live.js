/**
 * What the widgets see of a project: a `SyncProject`, or anything that looks like one. What is optional is used where it is there.
 *
 * @typedef {object} Live
 * @property {string} state `connecting`, `connected`, `disconnected`, `needs-auth` or `stopped`
 * @property {string} syncStatus `synced`, `syncing` or `offline`
 * @property {number} unsyncedChanges
 * @property {Record<string, any>[]} users who is here: each a {@link User}
 * @property {string} [clientId] this client's name
 * @property {(names: any, listener?: any) => () => void} on as `SyncProject` has it
 * @property {{open(): void}} [link]
 * @property {() => Promise<any>} [open]
 * @property {() => void} [close]
 * @property {(token: any) => any} [login]
 * @property {(changes: any, options?: any) => Promise<any>} [change]
 * @property {(id: string | number | null, place?: {action?: 'viewing' | 'editing'}) => void} [select]
 * @property {{get(store: string, id: any): any}} [records]
 * @property {() => any} [suspendSync]
 * @property {() => any} [resumeSync]
 * @property {() => any} [suspendAutoSync]
 * @property {() => any} [resumeAutoSync]
 * @property {boolean} [isSyncSuspended]
 * @property {() => any} [reset]
 * @property {Lock[]} [locks] who holds which record
 */

/**
 * @typedef {object} User
 * @property {string} clientId
 * @property {string} name
 * @property {string} [color]
 * @property {string} [avatar] the address of a picture
 * @property {string | number | null} [activeTask]
 * @property {string} [recordType]
 * @property {string | number} [recordId]
 * @property {string} [action] `viewing` or `editing`
 */

/**
 * @typedef {object} Lock
 * @property {string} [recordType] `tasks` where there is none
 * @property {string | number} recordId
 * @property {string} clientId
 * @property {string} [userName]
 */

export {};
