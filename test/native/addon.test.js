'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const { Worker } = require('node:worker_threads');

const root = path.join(__dirname, '..', '..');
const binary = path.join(root, 'build', 'Release', 'gantt_sync.node');
const prebuilt = path.join('prebuilds', `${process.platform}-${process.arch}`, 'gantt_sync.node');

/**
 * A package folder of its own, with a space in its name, that holds lib/native/addon.js and the
 * binaries named.
 *
 * @param {import('node:test').TestContext} t removes the folder when the test ends
 * @param {Record<string, string>} binaries path in the package -> file to copy there
 */
function packageWith(t, binaries) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gantt native '));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const loader = 'lib/native/addon.js';
  const files = { [loader]: path.join(root, loader), ...binaries };
  for (const [name, source] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.copyFileSync(source, path.join(folder, name));
  }
  return folder;
}

/** What a process in another folder sees that requires `folder`'s lib/native/addon.js. */
function load(folder) {
  const script = 'console.log(Object.keys(require(process.argv[1])).join())';
  const run = spawnSync(
    process.execPath,
    ['-e', script, path.join(folder, 'lib/native/addon.js')],
    {
      cwd: os.tmpdir(),
      encoding: 'utf8',
    },
  );
  return run.status === 0 ? run.stdout.trim() : run.stderr;
}

test('The addon built in the package folder loads, whatever the current folder is', (t) => {
  const folder = packageWith(t, { 'build/Release/gantt_sync.node': binary });
  assert.equal(load(folder), 'History,Journal,Past,Project,inspect');
});

test('The prebuilt addon of this platform loads when none was built', (t) => {
  const folder = packageWith(t, { [prebuilt]: binary });
  assert.equal(load(folder), 'History,Journal,Past,Project,inspect');
});

test('Of two addons the one that was made last is loaded', (t) => {
  const built = 'build/Release/gantt_sync.node';
  const folder = packageWith(t, { [built]: binary, [prebuilt]: binary });
  const script =
    'require(process.argv[1]); console.log(Object.keys(require.cache).filter((name) => name.endsWith(".node")).join())';
  for (const newest of [built, prebuilt, built]) {
    for (const name of [built, prebuilt]) {
      const seconds = name === newest ? 2000 : 1000;
      fs.utimesSync(path.join(folder, name), seconds, seconds);
    }
    const run = spawnSync(process.execPath, [
      '-e',
      script,
      path.join(folder, 'lib/native/addon.js'),
    ]);
    assert.equal(run.stdout.toString().trim(), path.join(folder, newest));
  }
});

test('The prebuilt addon loads when the one that was built does not', (t) => {
  const folder = packageWith(t, {
    'build/Release/gantt_sync.node': __filename,
    [prebuilt]: binary,
  });
  assert.equal(load(folder), 'History,Journal,Past,Project,inspect');
});

test('Without any addon the error names each place and how to build one', (t) => {
  const folder = packageWith(t, { [prebuilt]: __filename });
  const text = load(folder);
  assert.match(text, /gantt-sync-server has no native addon for \S+\. Tried:/);
  assert.ok(
    text.includes(`${path.join(folder, 'build', 'Release', 'gantt_sync.node')}: not there`),
  );
  assert.ok(text.includes(`${path.join(folder, prebuilt)}: `));
  assert.match(text, /npm run build.*npm rebuild gantt-sync-server/);
});

test('The addon loads in worker threads one after another, and outlives them', async () => {
  const native = require('../../lib/native/addon');
  const message = Buffer.from('{"command":"projects"}');
  const seen = [];
  for (let round = 0; round < 3; round++) {
    const worker = new Worker(
      `const { parentPort, workerData } = require('node:worker_threads');
       const { inspect } = require(workerData.native);
       parentPort.postMessage(inspect(Buffer.from(workerData.message)).command);`,
      { eval: true, workerData: { native: require.resolve('../../lib/native/addon'), message } },
    );
    worker.on('message', (command) => seen.push(command));
    await once(worker, 'exit');
    seen.push(native.inspect(message).command);
  }
  assert.deepEqual(seen, Array(6).fill('projects'));
});

test('A worker thread that is terminated in the middle of a call takes nobody with it', () => {
  const program = require.resolve('../support/terminated-workers');
  const { names } = require(program);
  const run = spawnSync(process.execPath, [program], { encoding: 'utf8' });
  assert.deepEqual(
    { status: run.status, errors: run.stderr, names: run.stdout.trim().split('\n') },
    { status: 0, errors: '', names },
  );
});
