'use strict';

/*
 * What somebody does who is new to the package: installs what was packed into an empty folder, and follows its README.
 */

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');
const { openClient } = require('./support');
const { ChildProcess, runServer } = require('../support/child-process');
const { readBlocks } = require('../support/wire-examples');

const ROOT = path.join(__dirname, '../..');
const CLIENT = path.join(ROOT, 'client');
const about = require('../../client/package.json');
const README = readBlocks(fs.readFileSync(path.join(CLIENT, 'README.md'), 'utf8'), 'js').map(
  ({ lines, line }) => ({ line, text: lines.join('\n') }),
);
// Those that need a page, or Bryntum's library, are run by test/browser/readme.test.js.
const PROGRAMS = README.filter(
  ({ text }) => /(openProject|SyncProject)\(/.test(text) && !/document/.test(text),
);

/** What a program of the README is told where it stands, and not the server of the test. */
const ADDRESSES = /'(ws:\/\/localhost:8080|wss:\/\/gantt\.example\.com)'/;

const STRICT = `
import { openProject, SyncError, type SyncProject } from 'gantt-sync-client';
import { offlineQueue } from 'gantt-sync-client/offline';
import { withLocks } from 'gantt-sync-client/locks';
import { login, syncBar } from 'gantt-sync-client/widgets';
import { liveOf } from 'gantt-sync-client/chart';
import { GanttWebSocketManager } from 'gantt-sync-client/managers';
import { LiveProject } from 'gantt-sync-client/bryntum';
import { WebSocketProjectModel } from 'gantt-sync-client/gantt';
import { WebSocketProjectModel as OfScheduler } from 'gantt-sync-client/schedulerpro';
import { CalendarSocketIOManager } from 'gantt-sync-client/socketio';
import { liveVersions } from 'gantt-sync-client/versions';
import { poll } from 'gantt-sync-client/polling';
import { useRecords, useSyncProject } from 'gantt-sync-client/react';
import { useConnection } from 'gantt-sync-client/vue';

export async function main(): Promise<number> {
  const open: SyncProject = await openProject({ url: 'ws://x', project: 1, queue: offlineQueue() });
  const project = withLocks(open);
  project.on('changes', ({ revision }) => console.log(revision));
  const { revision, changes } = await project.change({ tasks: { added: [{ name: 'Plant' }] } });
  const bar: HTMLElement = syncBar(project).element;
  login({ open: ({ url, name }) => openProject({ url, project: 1, userName: name }) });
  class Base {
    constructor(..._given: any[]) {}
  }
  await new (LiveProject(Base))().liveConnect({ url: 'ws://x', userName: 'Ada', projectId: 1 });
  new GanttWebSocketManager({ project: {}, wsUrl: 'ws://x' }).destroy();
  const calendar = new CalendarSocketIOManager({ id: 1, project: {} }, 'https://x');
  if (await calendar.lockRecord('event', 1)) calendar.unlockRecord('event', 1);
  for (const Model of [WebSocketProjectModel, OfScheduler]) liveVersions({ project: new Model() }).destroy();
  poll({}, { interval: 1, timeout: 1 }).on('failed', ({ retryIn }) => console.log(retryIn));
  const rows = useRecords(useSyncProject({ url: 'ws://x', project: 1 }), 'tasks');
  console.log(rows.length, useConnection(project).value.state);
  // @ts-expect-error: a project has an id
  void openProject({ url: 'ws://x' });
  // @ts-expect-error: there is no such state
  if (project.state === 'online') throw new SyncError('ERR_CLOSED', String(changes));
  return revision + Number(Boolean(bar && liveOf));
}
`;

/** @param {string} cwd @param {string} command @param {string[]} args @returns {string} its output */
function run(cwd, command, ...args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  assert.equal(status, 0, `${command} ${args.join(' ')}: ${error ?? ''}${stdout}${stderr}`);
  return stdout;
}

describe('Who installs the package', () => {
  /** @type {string} */
  let folder;
  /** @type {string[]} */
  let files;
  before(() => {
    folder = fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'gantt client '));
    const pack = ['pack', '--json', '--loglevel=error', '--pack-destination', folder];
    const printed = run(CLIENT, 'npm', ...pack);
    // The build says what it does before it.
    const [packed] = JSON.parse(printed.slice(printed.indexOf('[\n')));
    files = packed.files.map((/** @type {{path: string}} */ file) => file.path);
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
    const install = ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
    run(folder, 'npm', ...install, `./${packed.filename}`);
    fs.symlinkSync(path.join(ROOT, 'node_modules/ws'), path.join(folder, 'node_modules/ws'));
  });
  after(() => fs.rmSync(folder, { recursive: true }));

  test('gets all that the package promises, and no test', () => {
    for (const name of [...about.files, 'LICENSE', 'README.md'])
      assert.ok(
        files.some((file) => file === name || (name.endsWith('/') && file.startsWith(name))),
        `nothing is packed of ${name}`,
      );
    const exported = JSON.stringify(about.exports).matchAll(/:"\.\/([^"]+)"/g);
    const missing = Array.from(exported, ([, file]) => file).filter(
      (file) => !files.includes(file),
    );
    assert.deepEqual(missing, []);
    assert.deepEqual(
      files.filter((file) => /test|script|example|node_modules/.test(file)),
      [],
    );
    assert.deepEqual(fs.readdirSync(path.join(folder, 'node_modules')).sort(), [
      '.package-lock.json',
      'gantt-sync-client',
      'ws',
    ]);
  });

  for (const { line, text } of PROGRAMS)
    for (const kind of ['mjs', 'cjs'])
      test(`can run the program in line ${line} of the README as ${kind}`, async (t) => {
        const server = runServer(t, ['--port=0', '--storage=memory', '--locks=advisory']);
        const address = await server.address();
        assert.match(text, ADDRESSES);
        const ours = text
          .replace(ADDRESSES, `'${address}'`)
          // As the README says of Node before 22.
          .replace(/(openProject|new SyncProject)\(\{/, '$1({ WebSocket,');
        const program = `import { WebSocket } from 'ws';\n${ours}\nawait project.saved();\nproject.close();\nconsole.log('done');\n`;
        const name = `program-${line}.${kind}`;
        fs.writeFileSync(path.join(folder, name), kind === 'mjs' ? program : asCommonJs(program));
        const child = new ChildProcess(t, [name], { cwd: folder });
        assert.equal(await child.ended, 0, await child.errors);
        assert.equal(await lastLine(child), 'done');
        const [, wanted] = /name: '(Dig \w+)'/.exec(text) ?? [undefined, 'Survey'];
        const reader = await openClient(t, { address });
        assert.match(reader.records.get('tasks', 'events-11').name, new RegExp(wanted));
      });

  test('can run the program of Socket.IO of the README, where socket.io-client is there', async (t) => {
    const server = runServer(t, ['--port=0', '--storage=memory', '--socketio']);
    const address = (await server.address()).replace('ws', 'http');
    fs.symlinkSync(
      path.join(ROOT, 'node_modules/socket.io-client'),
      path.join(folder, 'node_modules/socket.io-client'),
    );
    const program = README.find(({ text }) => text.includes("'gantt-sync-client/socketio'")).text;
    assert.ok(program.includes('https://gantt.example.com'));
    const module = JSON.stringify(path.join(ROOT, 'test/client/calendar-project.js'));
    fs.writeFileSync(
      path.join(folder, 'socketio.mjs'),
      `import calendars from ${module};
const calendar = { id: 1, project: new calendars.CalendarProject() };
const getAuthToken = async () => undefined;
const showWhoIsThere = (users) => console.log('there:', users.length);
const openEditor = () => console.log('editor');
${program.replace('https://gantt.example.com', address)}
manager.disconnect();
`,
    );
    const child = new ChildProcess(t, ['socketio.mjs'], { cwd: folder });
    assert.equal(await child.ended, 0, await child.errors);
    assert.equal(await lastLine(child), 'editor');
  });

  test('has strict types, for import and for require', () => {
    // Angular's are checked where Angular is, in client/examples.
    const used = new Set(Array.from(STRICT.matchAll(/ from '(.*)';/g), ([, name]) => name));
    const all = Object.keys(about.exports).map((name) => path.posix.join(about.name, name));
    assert.deepEqual(
      all.filter((name) => !used.has(name.replace(/\/$/, ''))),
      ['angular', 'style.css', 'package.json'].map((name) => `${about.name}/${name}`),
    );
    for (const name of ['strict.mts', 'strict.cts'])
      fs.writeFileSync(path.join(folder, name), STRICT);
    const compilerOptions = {
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      target: 'es2022',
      module: 'nodenext',
      lib: ['es2022', 'dom'],
      types: [],
    };
    const config = JSON.stringify({ compilerOptions, files: ['strict.mts', 'strict.cts'] });
    fs.writeFileSync(path.join(folder, 'tsconfig.json'), config);
    run(folder, process.execPath, require.resolve('typescript/bin/tsc'), '-p', folder);
  });
});

/** @param {ChildProcess} child that has ended @returns {Promise<string>} what it printed last */
async function lastLine(child) {
  for (let last = ''; ;) {
    try {
      last = await child.line();
    } catch {
      return last;
    }
  }
}

/** The same program for who has no `import`. @param {string} program */
const asCommonJs = (program) =>
  `(async () => {\n${program.replace(/^import (.*) from (.*);$/gm, 'const $1 = require($2);')}})();\n`;
