'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { readBlocks } = require('../support/wire-examples');
const { temporaryFolder } = require('../support/temporary-folder');

const ROOT = path.join(__dirname, '..', '..');
const TSC = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

/** What an application may write. A line below `@ts-expect-error` is one that the compiler has to refuse. */
const APPLICATION = `
import { WebSocketServer } from 'gantt-sync-server';
import type { AppliedChange, ChangesByStore, Conflict, Policy, ServerOptions, StoreChanges, Storm } from 'gantt-sync-server';

const seen: number[] = [];
const options: ServerOptions = {
  conflicts: { commands: 'server-wins', sync: 'merge' },
  projects: [{ id: 1, name: 'Garden', source: {}, conflicts: 'reject' }],
  users: { robot: { token: 'secret', group: 'team', avatar: 'robot.png' } },
  groups: { team: { projects: '*', force: false } },
  stormPolicy: 'disconnect',
  beforeChange: async ({ project, userName, client, dialect, bytes, changes }) => {
    const size: number = bytes.length;
    const first: ChangesByStore | undefined = changes[0];
    const tasks: StoreChanges | undefined = first?.tasks;
    const ids = (tasks?.$input?.removed ?? tasks?.added ?? []).map(({ id }) => String(id));
    return ids.length > 0 && first?.project?.name !== 'x' && size < 1000 ? true : \`\${userName} may not, \${project} \${client} \${dialect}\`;
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

/** What an application in TypeScript does with the client half. */
const PAGE = `
import { LiveProject, SyncConnection } from './client/bryntum/index.js';

class ProjectModel {
  constructor(...config: any[]) {}
}
class Project extends LiveProject(ProjectModel) {}
const project = new Project({});
await project.liveConnect({ url: 'wss://example.org', userName: 'Ada', projectId: 1 });
const connection: SyncConnection = new SyncConnection({ url: 'wss://example.org', userName: 'Ada' });
console.log(connection.isOnline);
`;

/** The programs of a page, as files of TypeScript. */
function programsOf(page) {
  const blocks = readBlocks(fs.readFileSync(path.join(ROOT, page), 'utf8'), 'js');
  assert.ok(blocks.length > 2);
  return Object.fromEntries(
    blocks.map(({ lines, line }) => [`line-${line}.mts`, lines.join('\n')]),
  );
}

test('the client half can be used in strict TypeScript with allowJs', (t) => {
  const compilerOptions = { strict: true, noEmit: true, module: 'esnext', target: 'es2022' };
  const folder = temporaryFolder(t, {
    'page.ts': PAGE,
    'package.json': { type: 'module' },
    'tsconfig.json': {
      compilerOptions: {
        ...compilerOptions,
        moduleResolution: 'bundler',
        allowJs: true,
        types: [],
      },
      files: ['page.ts'],
    },
  });
  fs.cpSync(path.join(ROOT, 'client', 'src'), path.join(folder, 'client'), { recursive: true });
  compile(folder, '-p', '.');
});

test('the published types know the options and the hooks, for require and for import, and the programs of docs/embedding.md', (t) => {
  const compilerOptions = { strict: true, noEmit: true, module: 'node16', target: 'es2022' };
  const folder = temporaryFolder(t, {
    'application.mts': APPLICATION,
    'application.cts': APPLICATION,
    ...programsOf('docs/embedding.md'),
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
