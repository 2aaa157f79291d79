'use strict';

/**
 * What a project knows of who follows it and of who changes it. `lib/session/session.js` is both.
 */

/** @typedef {import('../net/connection').Connection} Connection */
/** @typedef {import('../native/policies').DialectName} DialectName */
/** @typedef {import('../native/policies').Policy} Policy */
/** @typedef {import('../access/rights').Rights} Rights */
/** @typedef {import('./hosted-project').HostedProject} HostedProject */
/** @typedef {{id: string | number, revision: number, texts: Pick<import('./encoded-texts').EncodedTexts, 'dataset'>}} Whole a project that is shown */

/**
 * Who somebody is from one login to the next or to the end. The client id is never used again by anybody else, not even
 * after a restart: the real client throws when it meets an id of its own in an old revision.
 *
 * @typedef {object} Identity
 * @property {string} clientId
 * @property {string} origin that of its first connection, where it has come back; else the same
 * @property {boolean} [isReplaced] has it come back on another connection?
 * @property {string} [userName] none: anonymous, as only who speaks `sync` can be
 * @property {string} [avatar] where the picture of the user is
 * @property {Rights} rights
 */

/**
 * Somebody as the others in a project see them.
 *
 * @typedef {import('../presence/project-presence').Member & {connection: Connection, dialect: LockSpelling}} Member
 *
 * @typedef {import('./locks').LockSpelling} LockSpelling
 */

/**
 * @typedef {object} Subscriber
 * @property {Connection} connection
 * @property {SubscriberDialect} dialect
 * @property {Identity | undefined} identity
 *
 * What a project has to know of a dialect.
 *
 * @typedef {object} SubscriberDialect
 * @property {DialectName} name
 * @property {Policy} policy for conflicts, unless an option says otherwise
 * @property {boolean} tracks has one always to know what its clients have seen?
 * @property {import('../native/words').Wording} wording what the core has to know of it
 * @property {(options: {echo?: 'where-missed' | 'always'}) => import('../native/words').Wording} [wordingFor] where that hangs on options of the server
 * @property {(message: Record<string, unknown>) => unknown[]} changesOf a message of it: one for each revision, unchecked
 * @property {(project: Whole, isReset: boolean) => Buffer[]} whole project as a message in parts: as a client asks for it, or after a
 *   reset
 * @property {(userName: string, project: number | string) => object | undefined} reset what is said behind the new data
 */

/**
 * @typedef {object} AuthorParts
 * @property {number} seen the last revision that it certainly has
 * @property {boolean} [isUnsure] was it brought the project, which may take the place of what it changes now?
 * @property {HostedProject | undefined} project that it follows
 * @property {{isDebug: boolean, debug: (text: string) => void, refused: (what: string, text: string) => void}} log
 * @property {(parts: Buffer[]) => void} bringProject sends it the whole project
 * @property {(locked: string) => void} tellLocked which records it may not change, a JSON text; where the answer to its change
 *   does not tell it
 */

/** @typedef {Subscriber & AuthorParts} Author */

module.exports = {};
