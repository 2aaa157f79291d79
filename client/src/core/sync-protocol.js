import { CLOSE } from './close-codes.js';
import { SyncError } from './errors.js';

const PATH = '/gantt-sync';

/** @param {string} url of the server @returns {URL} @throws {SyncError} where no connection could ever be made by it */
function addressOf(url) {
  let address;
  try {
    address = new URL(url, globalThis.location?.href);
  } catch {
    address = undefined;
  }
  if (address && /^(ws|http)s?:$/.test(address.protocol)) return address;
  throw new SyncError(
    'ERR_INVALID_URL',
    `The option url must be ws://…, wss://… or, in a page, a path, not ${JSON.stringify(url)}`,
  );
}

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
  const server = addressOf(url);
  return {
    address(token) {
      const address = new URL(server);
      address.protocol = address.protocol.replace(/^http/, 'ws');
      if (address.pathname === '/') address.pathname = PATH;
      // A page cannot see a status of HTTP; a close code it can.
      const query = { project, userName, token, ...identity(), refusal: 'close' };
      for (const [name, value] of Object.entries(query))
        if (value !== undefined && value !== null) address.searchParams.set(name, String(value));
      return address.href;
    },
    greet: () => [],
    hear({ type, payload }) {
      if (type === 'init') return { ready: payload };
      return type === 'error' ? { refused: CLOSE.BUSY, reason: payload?.code } : undefined;
    },
    ping: () => ({ type: 'ping' }),
  };
};
