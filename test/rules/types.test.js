'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { temporaryFolder } = require('../support/temporary-folder');

const ROOT = path.join(__dirname, '..', '..');
const TSC = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

/** What an application may write. A line below `@ts-expect-error` is one that the compiler has to refuse. */
const APPLICATION = `
import { WebSocketServer } from 'gantt-sync-server';
import type { AppliedChange, Conflict, Policy, ServerOptions, Storm } from 'gantt-sync-server';

const seen: number[] = [];
const options: ServerOptions = {
  conflicts: { commands: 'server-wins', sync: 'merge' },
  projects: [{ id: 1, name: 'Garden', source: {}, conflicts: 'reject' }],
  users: { robot: { token: 'secret', group: 'team', avatar: 'robot.png' } },
  groups: { team: { projects: '*', force: false } },
  stormPolicy: 'disconnect',
  beforeChange: async ({ project, userName, client, dialect, bytes, changes }) => {
    const size: number = bytes.length;
    const found: unknown = changes;
    return found !== undefined && size < 1000 ? true : \`\${userName} may not, \${project} \${client} \${dialect}\`;
  },
  onChange: (change: AppliedChange) => {
    seen.push(change.revision, change.message.length, ...change.revisions.map(() => 1));
  },
  onLogin: ({ client, userName, dialect }) => console.log(client, userName, dialect),
  onSubscribe: ({ project, client }) => console.log(project, client),
  onReset: async ({ project, userName }) => console.log(project, userName),
  onConflict: ({ conflicts }: Conflict): Policy | undefined =>
    conflicts.some(({ fields }) => fields?.includes('note')) ? 'merge' : undefined,
  onStorm: (storm: Storm) => console.log(storm.clients, storm.field),
  verifyToken: async (token) => (token === 'x' ? { userName: 'eve', group: 'team' } : undefined),
};
new WebSocketServer(options);
new WebSocketServer({ conflicts: 'merge', beforeChange: () => false, verifyToken: () => 'eve' });
// @ts-expect-error
new WebSocketServer({ conflicts: 'theirs' });
// @ts-expect-error
new WebSocketServer({ beforeChange: () => 7 });
// @ts-expect-error
new WebSocketServer({ onConflict: () => 'theirs' });
// @ts-expect-error
new WebSocketServer({ onChange: ({ nonsense }) => nonsense });
// @ts-expect-error
new WebSocketServer({ verifyToken: () => ({ group: 'team' }) });
`;

/** @param {string} cwd @param {string[]} args */
function compile(cwd, ...args) {
  const { status, stdout } = spawnSync(process.execPath, [TSC, ...args], { cwd, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
}

test('the published types know the options and the hooks, for require and for import', (t) => {
  const compilerOptions = { strict: true, noEmit: true, module: 'node16', target: 'es2022' };
  const folder = temporaryFolder(t, {
    'application.mts': APPLICATION,
    'application.cts': APPLICATION,
    'tsconfig.json': { compilerOptions: { ...compilerOptions, types: ['node'] } },
  });
  const modules = path.join(folder, 'node_modules');
  const installed = path.join(modules, 'gantt-sync-server');
  fs.mkdirSync(installed, { recursive: true });
  fs.copyFileSync(path.join(ROOT, 'package.json'), path.join(installed, 'package.json'));
  fs.symlinkSync(path.join(ROOT, 'node_modules', '@types'), path.join(modules, '@types'));

  compile(ROOT, '-p', 'tsconfig.types.json', '--outDir', path.join(installed, 'types'));
  compile(folder, '-p', '.');
});
