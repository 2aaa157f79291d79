import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from '../lib/index.mjs';
import { ganttDist } from './gantt-dist.js';
import { staticFiles } from './static-files.js';

const folder = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Starts a server and, on the same port, the page that uses it.
 *
 * @param {object} [options] of WebSocketServer; `port` and `host` say where
 * @returns {Promise<{ url: string, server: WebSocketServer, close: () => Promise<void> }>}
 */
export async function startDemo({ port = 8080, host = 'localhost', ...options } = {}) {
  const files = staticFiles(
    { '/page/': folder('page'), '/client/': folder('../client/src'), '/gantt/': ganttDist() },
    '/page/index.html',
  );
  const page = createServer((request, response) => {
    // A chart may also load and sync over HTTP.
    server.requestHandler(request, response, () => void files(request, response));
  });
  const server = new WebSocketServer({
    server: page,
    users: {
      admin: { password: 'admin', group: 'admin' },
      alex: { password: 'alex', group: 'user' },
      ben: { password: 'ben', group: 'user' },
    },
    // Whoever opens the page sees all projects, and has a button to reset them.
    groups: {
      admin: { projects: '*', reset: true },
      user: { projects: '*', reset: true },
      anonymous: { projects: '*', reset: true },
    },
    ...options,
  });

  await server.init();
  try {
    await listen(page, port, host);
  } catch (error) {
    await server.destroy();
    throw error;
  }
  return {
    url: `http://${host}:${server.port}`,
    server,
    async close() {
      await server.destroy();
      page.closeAllConnections();
      await new Promise((resolve) => {
        page.close(resolve);
      });
    },
  };
}

/** @param {import('node:http').Server} page @param {number} port @param {string} host */
function listen(page, port, host) {
  return new Promise((resolve, reject) => {
    page.once('error', reject);
    page.listen({ port, host }, () => {
      page.off('error', reject);
      resolve(undefined);
    });
  });
}
