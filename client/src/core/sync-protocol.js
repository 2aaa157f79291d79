import { CLOSE } from './close-codes.js';
import { SyncError } from './errors.js';

/**
 * The start of a `sync` connection: credentials and project are in the address, and the answer is `init`.
 *
 * @param {object} options
 * @param {string} options.url of the server
 * @param {string | number} options.project
 * @param {string} [options.userName]
 * @param {() => {clientId?: string, resume?: string}} identity of the connection before
 * @returns {import('./link.js').Protocol}
 */
export const syncProtocol = ({ url, project, userName }, identity) => {
  // An invalid address throws here, instead of being tried forever.
  const server = new URL(url, globalThis.location?.href);
  server.protocol = server.protocol.replace(/^http/, 'ws');
  if (server.protocol[0] !== 'w') throw new SyncError('ERR_INVALID_URL', url);
  if (server.pathname === '/') server.pathname = '/gantt-sync';
  return {
    address(token) {
      const address = new URL(server);
      // A page cannot see an HTTP status, but a close code.
      const query = { project, userName, token, ...identity(), refusal: 'close' };
      for (const [name, value] of Object.entries(query))
        if (value !== undefined && value !== null) address.searchParams.set(name, String(value));
      return address.href;
    },
    // Only servers of another protocol answer this.
    greet: () => [{ type: 'heartbeat' }],
    hear({ type, payload }) {
      if (!payload) return { refused: CLOSE.UNKNOWN };
      if (type === 'init') return { ready: payload };
      return type === 'error' ? { refused: CLOSE.BUSY, reason: payload.code } : undefined;
    },
    ping: () => ({ type: 'ping' }),
  };
};
