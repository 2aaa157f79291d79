'use strict';

/** @typedef {import('../presence/project-presence').PeopleSpelling} PeopleSpelling */
/** @typedef {import('./arrivals').Arrivals} Arrivals */
/** @typedef {import('./session').Session} Session */

/**
 * A client at the path of a dialect, with its project.
 *
 * @typedef {object} Guest
 * @property {Dialect} dialect
 * @property {Visitor} visitor
 * @property {import('../project/hosted-project').HostedProject} project
 * @property {string | null} clientId claimed earlier id
 * @property {string | null} secret of that id
 */

/**
 * A transport other than plain WebSockets, on the port of the server.
 *
 * @typedef {object} Transport
 * @property {string} path
 * @property {(path: string) => boolean} handles does it handle requests for that path?
 * @property {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void}
 * request handles a plain HTTP request
 * @property {(request: import('node:http').IncomingMessage, socket: import('node:stream').Duplex, head: Buffer) => void} upgrade
 * @property {() => void} close
 *
 * @typedef {object} TransportOptions the options of the server for transports
 * @property {boolean} socketio
 * @property {number} maxPayload
 * @property {number} pingInterval seconds
 *
 * @typedef {object} TransportParts the parts of the server that it needs
 * @property {(request: import('node:http').IncomingMessage, waiting: number) => {status: number, code?: string} |
 * undefined} screen returns why a request is refused before authentication; `waiting`: its number of pending requests
 * @property {(request: import('node:http').IncomingMessage) => string} addressOf
 * @property {(shown: {authorization?: string, wanted: URLSearchParams}, caller: import('../access/authenticator').Caller) =>
 *   Promise<Visitor | import('../access/authenticator').Refused>} identify
 * @property {(socket: any, address: string, comer: {dialect: Dialect, visitor: Visitor}) => void} accept takes a socket
 * like one of ws
 *
 * @typedef {object} AnswerParts the parts of the server that messages of a dialect may need
 * @property {import('../project/projects').Projects} projects
 * @property {Arrivals} arrivals
 */

/**
 * An authenticated client. Without a name it is anonymous, and not shown to the others.
 *
 * @typedef {{userName?: string, avatar?: string, rights: import('../access/rights').Rights, isGuest?: boolean}} Visitor
 * isGuest: the name is unverified
 */

/**
 * Reads and writes one family of messages. If a dialect has no message for something, its subscribers are not told.
 *
 * @typedef {import('../project/subscriber').SubscriberDialect & Reading & Spelling & PeopleSpelling &
 *   import('../project/locks').LockSpelling} Dialect
 *
 * @typedef {object} Reading
 * @property {'command' | 'type'} key that names a message
 * @property {string} change the name of a message with changes
 * @property {Buffer} changeStart the usual beginning of such a message
 * @property {(message: Record<string, unknown>) => boolean} [claims] is the first message of a connection in this
 * dialect? Undefined: the dialect has its own path
 * @property {string} [path] its own path
 * @property {boolean} [guessesProject] may a client omit the project if it may see only one?
 * @property {(arrivals: Arrivals, session: Session, guest: Guest) => void} [welcome] logs a client of that path in
 * @property {(session: Session, message: Record<string, unknown>, parts: AnswerParts) => Promise<void> | void} [answer]
 * handles every message except changes. Undefined: its messages are commands
 * @property {(session: Session, bytes: Buffer, code: string, message?: string) => void} [refuseUnread] refuses an
 * invalid message that may request an acknowledgement. Undefined: it gets the normal error
 * @property {(options: TransportOptions, parts: TransportParts) => Transport | undefined} [transport] returns undefined
 * if its option is off
 *
 * @typedef {object} Spelling
 * @property {(code: string, message?: string) => object} complain about an invalid message or a limit
 * @property {(failure: Refused, bytes: Buffer) => object} refuseChange the change in `bytes`
 * @property {(userName: string) => object | undefined} join another user logged in
 * @property {(userName: string) => object | undefined} rename a user logged in or changed their name by `hello`
 * @property {(userName: string) => object | undefined} logout another user logged out
 * @property {(users: string[]) => object | undefined} users the current list
 */

/**
 * Further messages of a dialect whose messages are commands.
 *
 * @typedef {object} Commands
 * @property {boolean} greets is a name without a password a login?
 * @property {(since: unknown) => number | undefined} revisionIn the last revision that a client states; undefined:
 * none, or the dialect has no revisions
 * @property {(message: Record<string, unknown>, session: Session) => Record<string, unknown>} fieldsOf the fields of a
 * request
 * @property {(command: string, fields: object) => object} say writes an answer to a request, or another message
 * @property {(command: string, error: string, fields?: object) => object} refuse refuses a request with one of the
 * fixed texts, or one that ends with its code
 * @property {(command: string, answer: Buffer) => Buffer} versionContent converts the answer of the core about a
 * version
 * @property {(clientId: string, userName: string, resume?: string) => object} login reports success; resume: the secret
 * of the client id, if requested
 */

/** @typedef {Dialect & Commands} CommandDialect */

/**
 * @typedef {{code: string, message?: string, clientRevision?: number | string}} Refused a Failure of the core, or a
 * similar object
 */

module.exports = {};
