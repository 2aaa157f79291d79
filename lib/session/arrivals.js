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
 * How somebody comes in, comes back and goes, whatever dialect they speak.
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
   * Makes a session that of somebody. Whoever it was before ends.
   *
   * @param {Session} session
   * @param {{userName?: string, rights: Rights, avatar?: string, expires?: number}} somebody
   * @param {object} [how]
   * @param {string} [how.clientId] under which they come back; else a new one
   * @param {string} [how.text] for the log, in place of the dialect's name
   * @returns {string} their client id
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
   * Makes a new session that of a guest, who follows a project from then on.
   *
   * @param {Session} session
   * @param {Guest} guest
   * @param {(who: {clientId: string, resume: string}) => void} greet sends what such a guest gets first. `resume`: what shows
   *   later that a client was this one
   */
  receive(session, { dialect, visitor, project, clientId: asked, secret }, greet) {
    const comer = { userName: visitor.userName, dialect: dialect.name, project };
    const past = asked === null ? undefined : this.recall(asked, secret, comer);
    session.choose(dialect);
    const text = `${dialect.name}, project ${quoted(project.id)}`;
    const clientId = this.identify(session, visitor, { clientId: past?.origin, text });
    const isUnknown = asked !== null && !past;
    session.isLost = isUnknown && this.isOfThisLife(asked);
    // The revisions of a project that is kept mean the same after a restart.
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
   * Tells the others and the application who has come.
   *
   * @param {Session} session that has got an identity
   */
  announce(session) {
    // Who has closed is not there any more; what came before that is still to be done.
    if (session.connection.isOpen && session.identity?.userName !== undefined)
      this.#presence.enter(session);
    this.tellLogin(session);
  }

  /**
   * Tells the others of a name that somebody gave with a greeting, new or not.
   *
   * @param {Session} session that has got an identity
   */
  greet(session) {
    const { connection, identity, member, project } = session;
    if (connection.isOpen) this.#presence.greet(session);
    if (!member) return;
    member.userName = identity?.userName;
    project?.people.rename(member);
    project?.locks?.rename(member);
  }

  /** @param {Session} session who has logged in; only who has a name is told to the application */
  tellLogin({ identity, dialect }) {
    if (identity?.userName === undefined) return;
    const { clientId, userName } = identity;
    this.#hooks.onLogin?.({ client: clientId, userName, dialect: dialect.name });
  }

  /** @param {Session} session that follows a project now */
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
   * @param {Session} session that has got an identity
   * @returns {string} what shows later that a client was this one
   */
  secretOf({ identity }) {
    return this.#clientIds.secretOf(/** @type {{clientId: string}} */ (identity).clientId);
  }

  /** @param {unknown} clientId @returns {boolean} did this life of the server give it? */
  isOfThisLife(clientId) {
    return this.#clientIds.isOfThisLife(clientId);
  }

  /**
   * @param {string} clientId that somebody names as theirs on another connection, which then ends
   * @param {unknown} secret
   * @param {Comer} comer
   * @returns {Past | undefined} what they go on from; undefined: they are not that client, or cannot go on
   */
  recall(clientId, secret, comer) {
    const { before, past } = this.#returns.find(clientId, secret, comer);
    if (before) this.#replace(before);
    return past;
  }

  /**
   * Has a session follow a project. If it names the client that it was on another connection, and shows by the secret that this
   * is so, the old connection ends and the session goes on from there, under the client id that it has now. One that gives a
   * secret, and cannot go on, follows nothing new.
   *
   * @param {Session} session that is logged in
   * @param {HostedProject} project
   * @param {{client?: unknown, resume?: unknown}} named the id and its secret
   * @returns {boolean} false: it named one of this life of the server as which it cannot go on
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
    // What it has sent as somebody else stays that one's.
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
   * Tells the others that somebody has gone, though something that they sent may still have to be done.
   *
   * @param {Session} session
   */
  vanish(session) {
    this.#presence.leave(session);
    if (session.member) session.project?.part(session.member);
  }

  /**
   * Ends who a session is, if it is anybody: the others are told, and it may come back on another connection.
   *
   * @param {Session} session
   */
  depart(session) {
    this.vanish(session);
    this.#returns.leave(session);
    session.end();
  }

  /**
   * Ends a connection whose client has come back on another one. What it had not done yet will not be done: who comes back sends
   * again what was not answered.
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
