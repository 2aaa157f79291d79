import { CLOSE } from './close-codes.js';
import { SyncError } from './errors.js';

/**
 * How `sync` begins: who one is and which project one wants are in the address, and `init` is the answer.
 *
 * @param {object} options
 * @param {string} options.url of the server
 * @param {string | number} options.project
 * @param {string} [options.userName]
 * @param {() => {clientId?: string, resume?: string}} identity of the connection before
 * @returns {import('./link.js').Protocol}
 */
export const syncProtocol = ({ url, project, userName }, identity) => {
  // What is no address throws here, and is not tried for ever.
  const server = new URL(url, globalThis.location?.href);
  server.protocol = server.protocol.replace(/^http/, 'ws');
  if (server.protocol[0] !== 'w') throw new SyncError('ERR_INVALID_URL', url);
  if (server.pathname === '/') server.pathname = '/gantt-sync';
  return {
    address(token) {
      const address = new URL(server);
      // A page cannot see a status of HTTP; a close code it can.
      const query = { project, userName, token, ...identity(), refusal: 'close' };
      for (const [name, value] of Object.entries(query))
        if (value !== undefined && value !== null) address.searchParams.set(name, String(value));
      return address.href;
    },
    // Nobody answers it who speaks this protocol, and everybody else does.
    greet: () => [{ type: 'heartbeat' }],
    hear({ type, payload }) {
      if (!payload) return { refused: CLOSE.UNKNOWN };
      if (type === 'init') return { ready: payload };
      return type === 'error' ? { refused: CLOSE.BUSY, reason: payload.code } : undefined;
    },
    ping: () => ({ type: 'ping' }),
  };
};
