import { io } from 'socket.io-client';
import { withLocks } from '../locks/index.js';
import { ProjectSync } from '../managers/project-sync.js';
import { storeOf } from './messages.js';
import { Overtaken } from './overtaken.js';
import { Wire } from './wire.js';

/** @typedef {import('../widgets/live.js').Lock} Lock */

/**
 * What Bryntum's guide has one write as `CalendarSocketIOManager`, for a Calendar or a Scheduler, over the Socket.IO of the server: changes,
 * conflicts, presence, and locks of records. It connects at once, subscribes to the calendar under its `id`, finds what changes in the
 * stores by itself, and comes back when the line was lost.
 *
 * Events: those of a `ProjectSync`, and `locks` `{ locks }`.
 */
export class CalendarSocketIOManager extends ProjectSync {
  #past;

  /**
   * @param {any} calendar
   * @param {string} serverUrl `https://…`
   * @param {Record<string, any>} [options] those of a project without a chart, and `calendarId`, where it is not the `id` of the calendar;
   *   `io`, another function than that of socket.io-client; `socket`, what that is given more
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

  /** @returns {Lock[]} what others hold */
  get locks() {
    return this.locking.locks;
  }

  /** Sends what has changed, without a pause. @param {Record<string, any>} [changes] all is found anyway */
  emitChanges(changes) {
    return this.sendChanges(changes);
  }

  /**
   * Locks a record for oneself alone, until {@link unlockRecord} or the end of the connection.
   *
   * @param {string} recordType `event`, `resource`, or a store
   * @param {string | number} recordId
   * @returns {Promise<boolean>} false: somebody else has it, who then is in `locks`
   */
  lockRecord(recordType, recordId) {
    return this.locking.lock(recordId, storeOf(recordType));
  }

  /** @param {string} recordType @param {string | number} recordId */
  unlockRecord(recordType, recordId) {
    this.locking.unlock(recordId, storeOf(recordType));
  }

  /** The same of an event, as widgets ask for it. @param {string | number} eventId */
  lock(eventId) {
    return this.lockRecord('event', eventId);
  }

  /** @param {string | number} eventId */
  unlock(eventId) {
    this.unlockRecord('event', eventId);
  }

  /** Shows the others at which event one is. @param {any} eventId @param {object} [more] */
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
