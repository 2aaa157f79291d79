import { io } from 'socket.io-client';
import { withLocks } from '../locks/index.js';
import { ProjectSync } from '../managers/project-sync.js';
import { storeOf } from './messages.js';
import { Overtaken } from './overtaken.js';
import { Wire } from './wire.js';

/** @typedef {import('../widgets/live.js').Lock} Lock */

/**
 * The `CalendarSocketIOManager` of Bryntum's guide, for a Calendar or a Scheduler, over the Socket.IO of the server:
 * changes, conflicts, presence, and record locks. It connects immediately, subscribes to the calendar by its `id`,
 * detects changes of the stores itself, and reconnects after a lost connection.
 *
 * Events: those of a `ProjectSync`, and `locks` `{ locks }`.
 */
export class CalendarSocketIOManager extends ProjectSync {
  #past;

  /**
   * @param {any} calendar
   * @param {string} serverUrl `https://…`
   * @param {Record<string, any>} [options] those of a project without a chart, and `calendarId`, if it differs from the
   * `id` of the calendar; `io`, a replacement for that of socket.io-client; `socket`, further options for it
   */
  constructor(calendar, serverUrl, options = {}) {
    const { calendarId = calendar.id, io: connect = io, socket = {}, ...more } = options;
    /** @type {import('./wire.js').Past} */
    const past = {
      io: connect,
      socketOptions: socket,
      calendarId,
      loadedAt: 0,
      overtaken: new Overtaken(),
    };
    const WebSocket = class extends Wire {
      /** @param {string} address */
      constructor(address) {
        super(address, past);
      }
    };
    super(calendar.project, { ...more, url: serverUrl, project: calendarId, WebSocket });
    this.#past = past;
    past.client = this.locking = withLocks(this.client);
    this.client.on('locks', (detail) => this.emit('locks', detail));
  }

  /** @returns {Lock[]} the locks of others */
  get locks() {
    return this.locking.locks;
  }

  /** Sends changes without a pause. @param {Record<string, any>} [changes] not needed: all changes are detected */
  emitChanges(changes) {
    return this.sendChanges(changes);
  }

  /**
   * Locks a record exclusively until {@link unlockRecord} or the end of the connection.
   *
   * @param {string} recordType `event`, `resource`, or a store
   * @param {string | number} recordId
   * @returns {Promise<boolean>} false: another user holds it, and is in `locks`
   */
  lockRecord(recordType, recordId) {
    return this.locking.lock(recordId, storeOf(recordType));
  }

  /** @param {string} recordType @param {string | number} recordId */
  unlockRecord(recordType, recordId) {
    this.locking.unlock(recordId, storeOf(recordType));
  }

  /** Locks an event, for the widgets. @param {string | number} eventId */
  lock(eventId) {
    return this.lockRecord('event', eventId);
  }

  /** @param {string | number} eventId */
  unlock(eventId) {
    this.unlockRecord('event', eventId);
  }

  /** Reports the current event of the user. @param {any} eventId @param {object} [more] */
  select(eventId, more) {
    super.select(eventId, { recordType: 'events', ...more });
  }

  /** As that of a `ProjectSync`; what waits for an answer to another change is sent as well. */
  destroy() {
    this.#past.isOver = true;
    super.destroy();
  }

  disconnect() {
    this.destroy();
  }
}
