'use strict';

const { Rights } = require('../../lib/access/rights');
const { commands } = require('./dialects');
const { Session } = require('../../lib/session/session');
const { SessionLog } = require('../../lib/session/session-log');
const { testLog } = require('./test-log');

/** A connection that only notes what it is told. */
class NotingConnection {
  isOpen = true;
  hasEnded = false;
  network = '192.0.2.7';
  signal = new AbortController().signal;
  /** @type {any[]} the messages, parsed */
  sent = [];
  /** @type {string[]} */
  marks = [];
  /** @type {number | undefined} the code with which it was closed */
  closed;

  /** @param {Buffer} message */
  send(message) {
    this.sent.push(JSON.parse(message.toString()));
  }

  /** @param {Buffer[]} parts */
  sendParts(parts) {
    this.send(Buffer.concat(parts));
  }

  /** @param {Buffer} mark */
  mark(mark) {
    this.marks.push(mark.toString());
  }

  /** @param {number} status */
  close(status) {
    this.closed ??= status;
  }
}

/**
 * A session without a network, and all that it was sent or has logged.
 *
 * @param {object} [how]
 * @param {import('../../lib/session/dialect').Dialect} [how.dialect]
 * @param {string} [how.userName] who is logged in; none: nobody
 * @param {Rights} [how.rights]
 */
function notingSession({ dialect, userName, rights = new Rights('*', true, true) } = {}) {
  const { log, lines } = testLog({ isDebug: true });
  const connection = new NotingConnection();
  const session = new Session(connection, new SessionLog(log, '192.0.2.7'), commands);
  if (dialect) session.choose(dialect);
  if (userName !== undefined) {
    session.identity = { clientId: 'client-1', origin: 'client-1', userName, rights };
  }
  return { session, connection, sent: connection.sent, lines };
}

/**
 * As much of a project as a `sync` session needs that follows it.
 *
 * @param {object} more members, in place of these or beside them
 */
function bareProject(more) {
  return {
    id: 1,
    epoch: 1,
    revision: 5,
    isTracked: () => true,
    noteLoaded() {},
    mark: Buffer.from('1.5'),
    subscribers: { add() {}, delete() {} },
    ...more,
  };
}

module.exports = { bareProject, notingSession };
