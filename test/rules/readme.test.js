'use strict';

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { text } = require('node:stream/consumers');
const { hashPassword } = require('../../lib');
const { scripts } = require('../../package.json');
const { ChildProcess } = require('../support/child-process');
const { selfSigned } = require('../support/self-signed');
const { temporaryFolder } = require('../support/temporary-folder');
const { connect, smallProject } = require('../support/test-server');
const { readBlocks } = require('../support/wire-examples');

const ROOT = path.join(__dirname, '..', '..');
const README = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');

/** Commands that are run elsewhere, and where. */
const ELSEWHERE = new Map([
  ['git clone ADDRESS gantt-sync-server && cd gantt-sync-server', 'the others run in a copy'],
  ['npm test', 'runs this test'],
  ['npm pack', 'test/rules/package.test.js'],
  ['cd ../your-project', 'test/rules/package.test.js'],
  ['npm install ../gantt-sync-server/gantt-sync-server-*.tgz', 'test/rules/package.test.js'],
]);

/** Examples name ports; a test takes any that is free. */
function withFreePort(example) {
  return example.replaceAll(/\b(8080|9000)\b/g, '0');
}

/** The project's folder as a user has it after the set-up, and a folder of data in it. */
function folderOfUser(t, files) {
  const folder = temporaryFolder(t, { 'plans/garden.json': smallProject('Dig'), ...files });
  for (const name of fs.readdirSync(ROOT)) {
    if (name !== '.git') fs.symlinkSync(path.join(ROOT, name), path.join(folder, name));
  }
  return folder;
}

/** A project that has the package installed, with what the examples name. */
function folderOfDependent(t) {
  const { key, cert } = selfSigned();
  const folder = temporaryFolder(t, {
    'plans/garden.json': smallProject('Dig'),
    'secrets/key.pem': key,
    'secrets/cert.pem': cert,
  });
  fs.mkdirSync(path.join(folder, 'node_modules'));
  fs.symlinkSync(ROOT, path.join(folder, 'node_modules', 'gantt-sync-server'));
  fs.symlinkSync(
    path.join(ROOT, 'node_modules', 'express'),
    path.join(folder, 'node_modules', 'express'),
  );
  return folder;
}

/**
 * Runs a command of the shell to its end; a server is ended once it is ready.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} command
 * @param {Record<string, string>} [files] beside the data
 * @returns {Promise<{output: string, code: number | null}>}
 */
async function runCommand(t, command, files = {}) {
  // The scripts before `npm start` have run: they are the set-up of these tests.
  const local = { npm_config_ignore_scripts: 'true', GANTT_PORT: '0', GANTT_HOST: '127.0.0.1' };
  const env = { ...process.env, ...local };
  const child = spawn('bash', ['-c', command], {
    cwd: folderOfUser(t, files),
    env,
    detached: true,
  });
  const end = (signal) => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid, signal);
  };
  t.after(() => end('SIGKILL'));
  child.stdout.on('data', (data) => {
    if (String(data).includes('listening on ws')) end('SIGTERM');
  });
  const ended = new Promise((resolve) => {
    child.once('close', resolve);
  });
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { output: output + errors, code };
}

const commands = readBlocks(README, 'sh').flatMap(({ lines }) => lines);

test('the commands of the README that run elsewhere are still there', () => {
  for (const command of ELSEWHERE.keys()) assert.ok(commands.includes(command), command);
});

for (const command of commands.filter((line) => !ELSEWHERE.has(line))) {
  test(`README: ${command}`, async (t) => {
    const { output, code } = await runCommand(t, withFreePort(command));
    const isServer = output.includes('listening on ws://127.0.0.1:');
    assert.ok(isServer || (command.endsWith('--help') && code === 0), output);
  });
}

for (const { lines, line } of readBlocks(README, 'js')) {
  test(`README: the example in line ${line} starts a server`, async (t) => {
    const example = withFreePort(lines.join('\n'));
    const cwd = folderOfDependent(t);
    const file = path.join(cwd, example.startsWith('import ') ? 'example.mjs' : 'example.cjs');
    fs.writeFileSync(file, example);

    const child = new ChildProcess(t, [file], { cwd });
    const [, scheme, port] = /^(wss?):\/\/.*:(\d+)$/.exec(await child.line());
    assert.equal(scheme, example.includes('tls') ? 'wss' : 'ws');
    const address = `${scheme}://127.0.0.1:${port}`;
    const client = await connect(t, { address }, { rejectUnauthorized: false });
    assert.equal((await client.request({ command: 'version' })).command, 'version');

    // Who is still there does not hold up the end.
    if (example.includes('express')) assert.equal(await page(port), 'the application');
    child.process.kill();
    assert.equal(await child.ended, example.includes('destroy()') ? 0 : 'SIGTERM');
  });
}

/** What the application behind a port answers to who keeps the connection. */
async function page(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  return answer.text();
}

test('README: the service starts a server', async (t) => {
  const [{ lines }] = readBlocks(README, 'ini');
  const [, command] = /^ExecStart=(.*)$/m.exec(lines.join('\n'));
  const here = command
    .replace('/usr/bin/node', process.execPath)
    .replace('/opt/gantt-sync-server', ROOT);
  const [users, groups] = readBlocks(README, 'json').map((block) => block.lines.join('\n'));
  const hash = await hashPassword('secret');
  const files = { 'users.json': users.replace('scrypt$16384$8$1$…', hash), 'groups.json': groups };
  const { output } = await runCommand(t, here, files);
  assert.match(output, /^listening on ws:\/\/127\.0\.0\.1:/);
  assert.doesNotMatch(output, /warning/);
});

test('README: every script that it names is one', () => {
  const names = Array.from(README.matchAll(/`npm run ([\w:]+)`/g), ([, name]) => name);
  assert.ok(names.length > 0);
  for (const name of names) assert.ok(Object.hasOwn(scripts, name), name);
});

test('README: every place on the map exists', () => {
  const map = README.slice(README.indexOf('## Map of the code'));
  const [firstColumn] = [Array.from(map.matchAll(/^\| (`[^|]*) \|/gm), ([, cell]) => cell)];
  const places = firstColumn.flatMap((cell) => cell.split(', '));
  assert.ok(places.length > 8);
  for (const place of places) {
    assert.ok(fs.existsSync(path.join(ROOT, place.replaceAll('`', ''))), place);
  }
});
