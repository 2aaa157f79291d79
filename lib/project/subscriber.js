'use strict';

/**
 * The parts of a session that a project needs, as a subscriber and as an author. `lib/session/session.js` implements
 * both.
 */

/** @typedef {import('../net/connection').Connection} Connection */
/** @typedef {import('../native/policies').DialectName} DialectName */
/** @typedef {import('../native/policies').Policy} Policy */
/** @typedef {import('../access/rights').Rights} Rights */
/** @typedef {import('./hosted-project').HostedProject} HostedProject */
/**
 * @typedef {{id: string | number, revision: number, texts: Pick<import('./encoded-texts').EncodedTexts, 'dataset'>}}
 * Whole a project, for a dataset
 */

/**
 * The identity of a connection from one login to the next, or to its end. A client id is never used again, not even
 * after a restart, because the real client throws when it finds its own id in an old revision.
 *
 * @typedef {object} Identity
 * @property {string} clientId
 * @property {string} origin the id of its first connection, if it has reconnected; else the same
 * @property {boolean} [isReplaced] has it reconnected on another connection?
 * @property {string} [userName] undefined: anonymous, which only `sync` clients can be
 * @property {string} [avatar] URL of the picture of the user
 * @property {Rights} rights
 */

/**
 * A person of a project, for the presence list.
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
 * The parts of a dialect that a project needs.
 *
 * @typedef {object} SubscriberDialect
 * @property {DialectName} name
 * @property {Policy} policy the default conflict policy
 * @property {boolean} tracks must the server always know what its clients have seen?
 * @property {import('../native/words').Wording} wording the part for the core
 * @property {(options: {echo?: 'where-missed' | 'always'}) => import('../native/words').Wording} [wordingFor] if that
 * depends on options of the server
 * @property {(message: Record<string, unknown>) => unknown[]} changesOf the changes in a message, one for each
 * revision, unchecked
 * @property {(project: Whole, isReset: boolean) => Buffer[]} whole the project as a message in parts, on request or
 * after a reset
 * @property {(userName: string, project: number | string) => object | undefined} reset the message after the new data
 */

/**
 * @typedef {object} AuthorParts
 * @property {number} seen the last revision that it certainly has
 * @property {boolean} [isUnsure] was it sent the project, which may overwrite its current changes?
 * @property {HostedProject | undefined} project the one it follows
 * @property {{isDebug: boolean, debug: (text: string) => void, refused: (what: string, text: string) => void}} log
 * @property {(parts: Buffer[]) => void} bringProject sends it the whole project
 * @property {(locked: string) => void} tellLocked reports locked records, a JSON text, if the answer to its change does
 * not
 */

/** @typedef {Subscriber & AuthorParts} Author */

module.exports = {};
