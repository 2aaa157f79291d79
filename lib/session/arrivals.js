'use strict';

const { CLOSE } = require('../net/close-codes');
const { quoted } = require('../base/log');
const { Returns } = require('./returns');

/** @typedef {import('../access/rights').Rights} Rights */
/** @typedef {import('../presence/presence').Presence} Presence */
/** @typedef {import('../project/hooks').Hooks} Hooks */
/** @typedef {import('../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('./client-ids').ClientIds} ClientIds */
/** @typedef {import('./returns').Comer} Comer */
/** @typedef {import('./returns').Past} Past */
/** @typedef {import('./dialect').Guest} Guest */
/** @typedef {import('./session').Session} Session */

/**
 * Logins, reconnects and logouts, for all dialects.
 */
class Arrivals {
  #clientIds;
  #hooks;
  #presence;
  #returns;

  /** @param {{clientIds: ClientIds, hooks: Hooks, presence: Presence, returns?: Returns}} parts */
  constructor({ clientIds, hooks, presence, returns = new Returns(clientIds) }) {
    this.#clientIds = clientIds;
    this.#hooks = hooks;
    this.#presence = presence;
    this.#returns = returns;
  }

  /**
   * Logs a user in on a session, after logging out the previous one.
   *
   * @param {Session} session
   * @param {{userName?: string, rights: Rights, avatar?: string, expires?: number}} somebody
   * @param {object} [how]
   * @param {string} [how.clientId] of a reconnecting client; else a new one
   * @param {string} [how.text] for the log, instead of the name of the dialect
   * @returns {string} the client id
   */
  identify(
    session,
    { userName, rights, avatar, expires },
    { clientId = this.#clientIds.next(), text } = {},
  ) {
    this.depart(session);
    session.identity = { clientId, origin: clientId, userName, avatar, rights };
    session.credentials.expiry.set(expires);
    this.#returns.arrive(session);
    session.fence.onReceived = () => this.#returns.note(session);
    session.log.entered(session.identity, text ?? session.dialect.name);
    return clientId;
  }

  /**
   * Logs a guest in on a new session, and subscribes it to its project.
   *
   * @param {Session} session
   * @param {Guest} guest
   * @param {(who: {clientId: string, resume: string}) => void} greet sends the first message of the guest. `resume`:
   * the secret that later proves its identity
   */
  receive(session, { dialect, visitor, project, clientId: asked, secret }, greet) {
    const comer = { userName: visitor.userName, dialect: dialect.name, project };
    const past = asked === null ? undefined : this.recall(asked, secret, comer);
    session.choose(dialect);
    const text = `${dialect.name}, project ${quoted(project.id)}`;
    const clientId = this.identify(session, visitor, { clientId: past?.origin, text });
    const isUnknown = asked !== null && !past;
    session.isLost = isUnknown && this.isOfThisLife(asked);
    // Revision numbers of a stored project stay valid after a restart.
    session.isStranger = session.isLost || (isUnknown && !project.isKept);
    session.follow(project);
    if (past) session.goOn(past);
    this.#returns.note(session);
    greet({ clientId, resume: this.secretOf(session) });
    session.appear(true);
    this.announce(session);
    this.tellSubscription(session);
  }

  /**
   * Tells the other users and the application about a login.
   *
   * @param {Session} session that is logged in
   */
  announce(session) {
    // A closed connection is not announced; its earlier messages are still processed.
    if (session.connection.isOpen && session.identity?.userName !== undefined)
      this.#presence.enter(session);
    this.tellLogin(session);
  }

  /**
   * Tells the others about a name set by `hello`, new or not.
   *
   * @param {Session} session that is logged in
   */
  greet(session) {
    const { connection, identity, member, project } = session;
    if (connection.isOpen) this.#presence.greet(session);
    if (!member) return;
    member.userName = identity?.userName;
    project?.people.rename(member);
    project?.locks?.rename(member);
  }

  /** @param {Session} session that is logged in; the application is only told about sessions with a name */
  tellLogin({ identity, dialect }) {
    if (identity?.userName === undefined) return;
    const { clientId, userName } = identity;
    this.#hooks.onLogin?.({ client: clientId, userName, dialect: dialect.name });
  }

  /** @param {Session} session that now follows a project */
  tellSubscription({ identity, dialect, project }) {
    if (!identity || !project) return;
    const { clientId, userName } = identity;
    this.#hooks.onSubscribe?.({
      project: project.id,
      client: clientId,
      userName,
      dialect: dialect.name,
    });
  }

  /**
   * @param {Session} session that is logged in
   * @returns {string} the secret that later proves its identity
   */
  secretOf({ identity }) {
    return this.#clientIds.secretOf(/** @type {{clientId: string}} */ (identity).clientId);
  }

  /** @param {unknown} clientId @returns {boolean} was it assigned in this run of the server? */
  isOfThisLife(clientId) {
    return this.#clientIds.isOfThisLife(clientId);
  }

  /**
   * @param {string} clientId claimed id of the client on another connection, which is then closed
   * @param {unknown} secret
   * @param {Comer} comer
   * @returns {Past | undefined} the state to continue from; undefined: it is not that client, or cannot continue
   */
  recall(clientId, secret, comer) {
    const { before, past } = this.#returns.find(clientId, secret, comer);
    if (before) this.#replace(before);
    return past;
  }

  /**
   * Subscribes a session to a project. If it names its earlier client id and proves it by the secret, the old
   * connection is closed, and the session continues its state under its new client id. A session that sends a secret
   * but cannot continue is not subscribed.
   *
   * @param {Session} session that is logged in
   * @param {HostedProject} project
   * @param {{client?: unknown, resume?: unknown}} named the id and its secret
   * @returns {boolean} false: it named an id of this run of the server, but cannot continue it
   */
  follow(session, project, { client, resume }) {
    const { identity } = session;
    const isAnother = client !== identity?.clientId && client !== identity?.origin;
    if (!identity || !isAnother || !this.isOfThisLife(client)) {
      session.follow(project);
      this.#returns.note(session);
      return true;
    }
    const comer = { userName: identity.userName, dialect: session.dialect.name, project };
    const past = this.recall(/** @type {string} */ (client), resume, comer);
    // Its changes under another identity stay with that one.
    const goesOn = past !== undefined && !session.hasChanged;
    if (goesOn || resume === undefined) session.follow(project);
    if (goesOn) {
      session.goOn(past);
      this.#returns.arrive(session);
    }
    this.#returns.note(session);
    return goesOn;
  }

  /**
   * Tells the others about a disconnect; messages of the session may still be waiting.
   *
   * @param {Session} session
   */
  vanish(session) {
    this.#presence.leave(session);
    if (session.member) session.project?.part(session.member);
  }

  /**
   * Ends the identity of a session, if it has one: tells the others, and remembers it for a reconnect.
   *
   * @param {Session} session
   */
  depart(session) {
    this.vanish(session);
    this.#returns.leave(session);
    session.end();
  }

  /**
   * Closes a connection whose client has reconnected. Its waiting messages are discarded, because the client sends
   * unanswered changes again.
   *
   * @param {Session} session
   */
  #replace(session) {
    if (session.identity) session.identity.isReplaced = true;
    this.depart(session);
    session.connection.close(CLOSE.REPLACED, 'Its client has come back on another connection');
  }
}

module.exports = { Arrivals };
