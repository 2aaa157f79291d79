'use strict';

const { CLOSE } = require('../net/close-codes');
const { Connection } = require('../net/connection');
const { DIALECTS } = require('../dialects');
const { Inbox } = require('../net/fast/inbox');
const { Intake } = require('../net/intake');
const { Outbox } = require('../net/fast/outbox');
const { whenUnreadable } = require('../storage/turns');
const { networkOf } = require('../net/peer-address');
const { putOffEnd, readingOf } = require('../net/reading');
const { Session } = require('../session/session');
const { SessionLog } = require('../session/session-log');

/** @typedef {import('../dialects/admission').Acquaintance} Acquaintance */
/** @typedef {import('../net/answering-socket').AnsweringSocket} AnsweringSocket */
/** @typedef {import('../options/option-types').ResolvedOptions} ResolvedOptions */
/** @typedef {import('../session/dialect').Guest} Guest */
/** @typedef {import('node:stream').Duplex} Duplex */

/**
 * @typedef {object} Parts
 * @property {Pick<import('../access/authenticator').Authenticator, 'authenticateToken'>} authenticator
 * @property {import('../session/arrivals').Arrivals} arrivals
 * @property {import('../net/connections').Connections} connections
 * @property {import('../net/crowd').Crowd} crowd
 * @property {import('../dialects/dispatcher').Dispatcher} dispatcher
 * @property {import('../base/log').Log} log
 * @property {() => void} onMessage called for each message
 * @property {import('../net/reserve').Reserve} reserve
 * @property {import('../net/connection').Shared} shared
 * @property {import('../net/fast/turn').Turn} turn
 */

/**
 * Creates a connection and a session for each open socket.
 */
class Acceptor {
  #authenticator;
  #arrivals;
  #connections;
  #crowd;
  #dispatcher;
  #log;
  #onMessage;
  #options;
  #reserve;
  #shared;
  #turn;

  /**
   * @param {ResolvedOptions} options
   * @param {Parts} parts
   */
  constructor(options, parts) {
    this.#options = options;
    this.#authenticator = parts.authenticator;
    this.#arrivals = parts.arrivals;
    this.#connections = parts.connections;
    this.#crowd = parts.crowd;
    this.#dispatcher = parts.dispatcher;
    this.#log = parts.log;
    this.#onMessage = parts.onMessage;
    this.#reserve = parts.reserve;
    this.#shared = parts.shared;
    this.#turn = parts.turn;
  }

  /**
   * @param {AnsweringSocket} socket
   * @param {Duplex} below its socket
   * @param {string} address of the client
   * @param {Guest | Acquaintance} [guest] its identity, if known
   */
  accept(socket, below, address, guest) {
    const outbox = this.#options.fastPath
      ? new Outbox(socket, below, this.#turn)
      : new Outbox(socket);
    const connection = new Connection(socket, this.#options, outbox, this.#shared);
    connection.network = networkOf(address);
    const { maxPayload, fastPath } = this.#options;
    const intake = Intake.attach(socket, below, { connection, reserve: this.#reserve, maxPayload });
    const mayEnd = this.#crowd.mayEnd.bind(this.#crowd);
    const isDirect =
      fastPath && Inbox.attach(socket, below, { intake, maxPayload, turn: this.#turn, mayEnd });
    if (!isDirect) putOffEnd(below, mayEnd);
    const session = this.#open(socket, { connection, outbox, address });
    if (!guest?.project) {
      connection.stranger = this.#crowd.enter(readingOf(socket, below, fastPath));
      this.#expectLogin(socket, session);
    }
    session.credentials.visitor = guest?.visitor;
    session.credentials.verify = (token) =>
      this.#authenticator.authenticateToken(token, connection);
    if (!guest?.project) return;
    const waiting = guest.project.read(() =>
      guest.dialect.welcome?.(this.#arrivals, session, guest),
    );
    const welcomed = whenUnreadable(waiting, () => {
      session.choose(guest.dialect);
      session.complain('ERR_STORAGE_FAILED');
      connection.close(CLOSE.BUSY, 'The project cannot be read at the moment');
    });
    if (welcomed instanceof Promise) connection.waitFor(welcomed);
  }

  /**
   * @param {any} socket like one of ws, of an authenticated client
   * @param {string} address of the client
   * @param {{dialect: import('../session/dialect').Dialect, visitor: import('../session/dialect').Visitor}} comer
   */
  acceptFrom(socket, address, { dialect, visitor }) {
    const outbox = new Outbox(socket);
    const connection = new Connection(socket, this.#options, outbox, this.#shared);
    connection.network = networkOf(address);
    const session = this.#open(socket, { connection, outbox, address });
    session.choose(dialect);
    this.#arrivals.identify(session, visitor);
    this.#arrivals.announce(session);
  }

  /**
   * @param {AnsweringSocket} socket
   * @param {{connection: Connection, outbox: Outbox, address: string}} parts of its connection
   * @returns {Session} a new one
   */
  #open(socket, { connection, outbox, address }) {
    const session = new Session(connection, new SessionLog(this.#log, address), DIALECTS[0]);
    socket.beforeClose = (code) => {
      if (code) session.complain(code);
      outbox.flush();
    };
    connection.onMessage = (bytes, isBinary) => {
      this.#onMessage();
      return this.#dispatcher.dispatch(session, bytes, isBinary);
    };
    this.#connections.add(connection);
    socket.on('error', (error) => this.#log.debug(`A connection failed: ${error.message}`));
    socket.on('close', (code, reason) => {
      session.log.ended({ code, reason: String(reason) }, connection.endedBecause);
      this.#arrivals.vanish(session);
    });
    connection.onEnd = () => {
      this.#connections.remove(connection);
      this.#arrivals.depart(session);
    };
    return session;
  }

  /**
   * @param {AnsweringSocket} socket
   * @param {Session} session
   */
  #expectLogin(socket, session) {
    const { authTimeout } = this.#options;
    if (authTimeout === 0) return;
    const deadline = setTimeout(() => {
      if (session.identity) return;
      session.complain('ERR_LOGIN_TIMEOUT');
      session.connection.close(CLOSE.TOO_LATE, 'No login in time');
    }, authTimeout * 1000);
    socket.on('close', () => clearTimeout(deadline));
  }
}

module.exports = { Acceptor };
