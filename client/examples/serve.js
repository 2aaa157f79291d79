// node client/examples/serve.js [plain | react | vue | angular]: an example, and a server for it. Build the package and install the
// frameworks first: npm run build in client/, npm ci in client/examples/.

import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocketServer } from '../../lib/index.mjs';
import { staticFiles } from '../../demo/static-files.js';
import { buildExample } from './build.js';

const TASKS = [
  ['Mark out the bed', 1],
  ['Dig', 3],
  ['Sow', 2],
  ['Water', 5],
  ['Invite the neighbours', 1],
];

/**
 * @param {string} name of the example
 * @param {object} [options] of WebSocketServer, and `port`
 * @returns {Promise<{url: string, server: WebSocketServer, close: () => Promise<void>}>}
 */
export async function serveExample(name, { port = 8080, ...options } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'gantt-sync-example-'));
  await buildExample(name, folder);
  const page = createServer(staticFiles({ '/': folder }, '/index.html'));
  const tasksData = TASKS.map(([taskName, duration], i) => ({
    id: i + 1,
    name: taskName,
    duration,
  }));
  const projects = [{ id: 1, name: 'Garden', source: { tasksData } }];
  const server = new WebSocketServer({
    server: page,
    projects,
    guests: true,
    groups: { anonymous: { projects: '*' }, team: { projects: '*' } },
    users: { ada: { token: 'secret-of-ada', group: 'team' } },
    ...options,
  });
  await server.init();
  await new Promise((resolve) => {
    page.listen(port, 'localhost', () => resolve(undefined));
  });
  return {
    url: `http://localhost:${server.port}`,
    server,
    async close() {
      await server.destroy();
      page.closeAllConnections();
      await new Promise((resolve) => {
        page.close(resolve);
      });
      rmSync(folder, { recursive: true });
    },
  };
}

if (process.argv[1] === import.meta.filename) {
  const example = await serveExample(process.argv[2] ?? 'plain', {
    port: Number(process.env.PORT ?? 8080),
  });
  console.log(`Open ${example.url}/?auto`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => example.close());
}
