import { Emitter } from '../core/emitter.js';
import { SyncConnection } from './connection.js';

/**
 * A connection under the names of Bryntum's guide: `open`, `close`, `send(command, data)`, and the events `open`, `close`,
 * `message` `{ data }` and `error` `{ error }`. Unlike there, it reconnects by itself, and logs in again if it was
 * logged in.
 */
export class WebSocketManager extends Emitter {
  /** Another implementation, for tests and for Node. @type {any} */
  static webSocketImplementation = globalThis.WebSocket;

  /**
   * @param {object} config
   * @param {string} [config.address]
   * @param {string} [config.userName] logs in with this name; undefined: by a message `login`
   * @param {boolean} [config.autoConnect]
   * @param {Record<string, any>} [config.listeners]
   * @param {SyncConnection} [config.connection] instead of a new one
   */
  constructor({ address = '', userName, autoConnect = true, listeners, connection }) {
    super();
    this.address = address;
    this.userName = userName;
    const { webSocketImplementation: WebSocket } = /** @type {any} */ (this.constructor);
    this.connection = connection ?? new SyncConnection({ url: address, userName, WebSocket });
    let wasOpen = false;
    this.connection.on('state', ({ state, code, reason }) => {
      if (state === 'connected') this.emit('open');
      else if (wasOpen) this.emit('close', { code, reason });
      else if (state === 'disconnected') this.emit('error', { error: { code, reason } });
      wasOpen = state === 'connected';
    });
    this.connection.on('message', (data) => this.emit('message', { data }));
    if (listeners) this.on(listeners);
    if (!connection && autoConnect && address) void this.open();
  }

  get isConnecting() {
    return this.connection.state === 'connecting';
  }

  get isOpened() {
    return this.connection.state === 'connected';
  }

  get isClosing() {
    return false;
  }

  get isClosed() {
    return !this.isOpened && !this.isConnecting;
  }

  /** @returns {Promise<boolean>} is it open? If not, it goes on trying, unless the login was refused */
  async open() {
    const { connection, isOpened } = this;
    if (isOpened || connection.state === 'needs-auth') return isOpened;
    return new Promise((resolve) => {
      const off = connection.on('state', ({ state }) => {
        if (state === 'connecting') return;
        off();
        resolve(state === 'connected');
      });
      connection.open();
    });
  }

  /** @param {string} command @param {any} [data] @returns {boolean} */
  send(command, data = {}) {
    if (command !== 'login') return this.connection.say(command, data);
    void this.connection.logIn(data.login, data.password);
    return true;
  }

  close() {
    this.connection.close();
  }

  destroy() {
    this.close();
  }
}
