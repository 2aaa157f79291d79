'use strict';

/** @typedef {import('../presence/project-presence').PeopleSpelling} PeopleSpelling */
/** @typedef {import('./arrivals').Arrivals} Arrivals */
/** @typedef {import('./session').Session} Session */

/**
 * Who comes in at the path of a dialect, and to which project.
 *
 * @typedef {object} Guest
 * @property {Dialect} dialect
 * @property {Visitor} visitor
 * @property {import('../project/hosted-project').HostedProject} project
 * @property {string | null} clientId that the client says it had before
 * @property {string | null} secret of that id
 */

/**
 * A way in of its own for a dialect that is not carried by WebSockets alone, on the port of the server.
 *
 * @typedef {object} Transport
 * @property {string} path
 * @property {(path: string) => boolean} handles are requests for that path its own?
 * @property {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void} request that
 *   asks for no WebSocket
 * @property {(request: import('node:http').IncomingMessage, socket: import('node:stream').Duplex, head: Buffer) => void} upgrade
 * @property {() => void} close
 *
 * @typedef {object} TransportOptions those of the server's options that are about it
 * @property {boolean} socketio
 * @property {number} maxPayload
 * @property {number} pingInterval seconds
 *
 * @typedef {object} TransportParts what it needs of the server
 * @property {(request: import('node:http').IncomingMessage, waiting: number) => {status: number, code?: string} | undefined} screen why
 *   somebody may not come in, whoever it is; `waiting`: so many of its own are not in yet
 * @property {(request: import('node:http').IncomingMessage) => string} addressOf
 * @property {(shown: {authorization?: string, wanted: URLSearchParams}, caller: import('../access/authenticator').Caller) =>
 *   Promise<Visitor | import('../access/authenticator').Refused>} identify
 * @property {(socket: any, address: string, comer: {dialect: Dialect, visitor: Visitor}) => void} accept a socket like one of ws
 *
 * @typedef {object} AnswerParts what the messages of a dialect may need of the server
 * @property {import('../project/projects').Projects} projects
 * @property {Arrivals} arrivals
 */

/**
 * Who comes. Without a name: anonymous, and not shown to the others.
 *
 * @typedef {{userName?: string, avatar?: string, rights: import('../access/rights').Rights, isGuest?: boolean}} Visitor isGuest: of
 *   that name, as they say
 */

/**
 * How one family of messages is read, and how it spells what the server says. Where it has no message for something, its
 * subscribers are not told.
 *
 * @typedef {import('../project/subscriber').SubscriberDialect & Reading & Spelling & PeopleSpelling &
 *   import('../project/locks').LockSpelling} Dialect
 *
 * @typedef {object} Reading
 * @property {'command' | 'type'} key of a message, that says what it is
 * @property {string} change the name of a message with changes
 * @property {Buffer} changeStart how such a message begins, as a client usually writes it
 * @property {(message: Record<string, unknown>) => boolean} [claims] is the first message of a connection one of this dialect? None:
 *   it is spoken at a path of its own
 * @property {string} [path] at which it is spoken
 * @property {boolean} [guessesProject] does who comes there without naming a project mean the only one that it may see?
 * @property {(arrivals: Arrivals, session: Session, guest: Guest) => void} [welcome] who comes to that path
 * @property {(session: Session, message: Record<string, unknown>, parts: AnswerParts) => Promise<void> | void} [answer] every
 *   message but changes. None: they are commands
 * @property {(session: Session, bytes: Buffer, code: string, message?: string) => void} [refuseUnread] what is no message, where it may
 *   want an answer all the same. None: the client is told as of any
 * @property {(options: TransportOptions, parts: TransportParts) => Transport | undefined} [transport] undefined: it is not asked for
 *
 * @typedef {object} Spelling
 * @property {(code: string, message?: string) => object} complain about what is no message, or a limit
 * @property {(failure: Refused, bytes: Buffer) => object} refuseChange that `bytes` ask for
 * @property {(userName: string) => object | undefined} join of somebody else
 * @property {(userName: string) => object | undefined} rename of somebody, or their entry, by a greeting
 * @property {(userName: string) => object | undefined} logout of somebody else
 * @property {(users: string[]) => object | undefined} users who are there now
 */

/**
 * What more there is to spell where messages are commands.
 *
 * @typedef {object} Commands
 * @property {boolean} greets is a name without a password a login?
 * @property {(since: unknown) => number | undefined} revisionIn what a client says of the last revision that it has; undefined: it
 *   knows none, or the dialect has none
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
