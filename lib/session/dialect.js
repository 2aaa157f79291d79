'use strict';

/** @typedef {import('../native/policies').Dialect} DialectName */
/** @typedef {import('./session').Session} Session */

/**
 * How one family of messages is read, and how it spells what the server says. Where it has no message for something, its
 * subscribers are not told.
 *
 * @typedef {object} DialectParts
 * @property {DialectName} name
 * @property {string} change the name of a message with changes
 * @property {Buffer} changeStart how such a message begins, as a client usually writes it
 * @property {import('../project/hosted-project').View} view of a project that a client asks for
 * @property {import('../project/hosted-project').View} resetView of one that was reset
 * @property {(code: string, message?: string) => object} complain about what is no message, or a limit
 * @property {(failure: Refused, bytes: Buffer) => object} refuseChange that `bytes` ask for
 * @property {(userName: string) => object | undefined} join of somebody else
 * @property {(userName: string) => object | undefined} rename of somebody, or their entry, by a greeting
 * @property {(userName: string) => object | undefined} logout of somebody else
 * @property {(users: string[]) => object | undefined} users who are there now
 * @property {(userName: string, project: number | string) => object | undefined} reset behind the new dataset
 *
 * @typedef {DialectParts & import('../presence/project-presence').PeopleSpelling} Dialect
 */

/**
 * What more there is to spell where messages are commands.
 *
 * @typedef {object} Commands
 * @property {(message: Record<string, unknown>, session: Session) => Record<string, unknown>} fieldsOf a request
 * @property {(command: string, fields: object) => object} say an answer to a request, or a plain message
 * @property {(command: string, error: string, fields?: object) => object} refuse a request, with one of the fixed texts
 *   or one that ends with its code
 * @property {(command: string, answer: Buffer) => Buffer} versionContent the core's answer about a version
 * @property {(clientId: string, userName: string, resume?: string) => object} login that has succeeded; resume: the secret
 *   of the client id, for who has asked for it
 */

/** @typedef {Dialect & Commands} CommandDialect */

/** @typedef {{code: string, message?: string, clientRevision?: number | string}} Refused a Failure of the core, or the like */

module.exports = {};
