'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { Broadcaster } = require('../../lib/net/broadcaster');
const { resolveOptions } = require('../../lib/options/resolve-options');
const { PresencePace } = require('../../lib/presence/presence-pace');
const { Project } = require('../../lib/native/project');
const { HostedProject } = require('../../lib/project/hosted-project');
const { MemoryStorage } = require('../../lib/storage/memory');
const { DIALECTS } = require('../support/dialects');
const { temporaryFolder } = require('../support/temporary-folder');
const { testLog } = require('../support/test-log');

const DATA = { tasksData: [{ id: 1, name: 'Dig' }], versionsData: [{ id: 5, content: { a: 1 } }] };
const ADA = { clientId: 'a', origin: 'a', userName: 'Ada' };

/** A project that is not loaded yet. */
function projectOf(source = DATA, { options, conflicts, storage } = {}) {
  const { log, lines } = testLog();
  const parts = {
    broadcaster: new Broadcaster(log),
    dialects: DIALECTS,
    log,
    pace: new PresencePace(),
    storage,
  };
  const given = { id: 7, name: 'Garden', source, conflicts };
  return { project: new HostedProject(given, resolveOptions(options), parts), lines };
}

/** Renames the one task. */
function rename(project, name) {
  const revisions = [{ revision: 'local-1', changes: { tasks: { updated: [{ id: 1, name }] } } }];
  const message = { command: 'project_change', data: { project: 7, revisions } };
  return project.write(() => {
    const result = project.submit(Buffer.from(JSON.stringify(message)), ADA, 0, 0);
    return new Promise((resolve, reject) => {
      project.tell({ tell: () => resolve(result), fail: reject }, result.changed);
    });
  });
}

const nameIn = (project) =>
  JSON.parse(Buffer.concat(project.texts.dataset('data')).toString()).tasks.rows[0].name;

test('a project whose data file says nothing begins empty, with a warning', async (t) => {
  const file = path.join(temporaryFolder(t, { 'a.json': '{}' }), 'a.json');
  const { project, lines } = projectOf(file);
  await project.load(1);
  assert.deepEqual(lines, [`warn: Data file ${file} is {}: project 7 begins empty`]);
  const given = projectOf({});
  await given.project.load(1);
  assert.deepEqual(given.lines, []);
});

test('the dataset of a reset is encoded off the event loop where somebody gets it', async (t) => {
  const asked = [];
  const { load } = Project.prototype;
  const value = function note(bytes, isShown) {
    asked.push(isShown);
    return load.call(this, bytes, isShown);
  };
  Object.defineProperty(Project.prototype, 'load', { value, configurable: true });
  t.after(() => delete Project.prototype.load);
  const { project } = projectOf();
  await project.load(1);
  const [dialect] = DIALECTS;
  project.subscribers.add({ dialect });
  await project.load(2);
  assert.deepEqual(asked, [false, true]);
});

test('a dataset is encoded once, until the next change', async () => {
  const { project } = projectOf();
  await project.load(1);
  const first = project.texts.dataset('commands');
  assert.equal(project.texts.dataset('commands'), first);
  assert.notEqual(project.texts.dataset('flat'), first);
  assert.equal(nameIn(project), 'Dig');
  const { changed, broadcast } = await rename(project, 'Sow');
  assert.equal(changed, true);
  assert.equal(JSON.parse(broadcast.toString()).data.revisions[0].client, 'a');
  assert.notEqual(project.texts.dataset('commands'), first);
  assert.equal(nameIn(project), 'Sow');
});

test('the mark names the epoch and the revision, and goes on with both', async () => {
  const { project } = projectOf();
  await project.load(1);
  const marks = [`${project.mark}`];
  assert.equal(project.mark, project.mark);
  await rename(project, 'Sow');
  marks.push(`${project.mark}`);
  await project.load(4);
  marks.push(`${project.mark}`);
  assert.deepEqual(marks, ['1.0', '1.1', '4.1']);
  assert.equal(nameIn(project), 'Dig');
});

test('a load that fails names the place and changes nothing', async (t) => {
  const file = path.join(temporaryFolder(t, { 'a.json': DATA }), 'a.json');
  const { project } = projectOf(file);
  await project.load(1);
  await rename(project, 'Sow');
  fs.writeFileSync(file, '{"tasksData":');
  await assert.rejects(project.load(2), ({ code, message }) => {
    assert.ok(message.startsWith(`Data file ${file}: `), message);
    return code === 'ERR_INVALID_DATA_FILE';
  });
  assert.deepEqual([project.epoch, project.revision, nameIn(project)], [1, 1, 'Sow']);
});

test('what a client has to have seen is known of the dialects whose policy asks for it, and of flat and calendar', () => {
  const tracked = (setting) => {
    const { project } = projectOf(DATA, setting);
    return DIALECTS.filter((one) => project.isTracked(one)).map(({ name }) => name);
  };
  const ofTheirOwn = tracked({ options: { conflicts: 'last-writer-wins' } });
  assert.deepEqual(
    ofTheirOwn,
    DIALECTS.filter(({ tracks }) => tracks).map(({ name }) => name),
  );
  assert.ok(ofTheirOwn.includes('flat'));
  const rejecting = DIALECTS.filter(({ policy }) => policy === 'reject').map(({ name }) => name);
  assert.deepEqual(tracked({}), ['flat', ...rejecting]);
  const some = tracked({ conflicts: { commands: 'merge' } });
  assert.deepEqual(some, ['commands', 'flat', ...rejecting]);
  const options = { conflicts: 'last-writer-wins', onConflict: () => {} };
  assert.deepEqual(
    tracked({ options }),
    DIALECTS.map(({ name }) => name),
  );
});

test('a version is found by an id, and nothing else is one', async () => {
  const { project } = projectOf();
  await project.load(1);
  const answer = project.texts.versionContent('load_version_content', 5);
  assert.deepEqual(JSON.parse(answer.toString()).data.content, { a: 1 });
  for (const id of [6, undefined, null, {}, [5]]) {
    assert.equal(project.texts.versionContent('load_version_content', id), undefined);
  }
});

test('one version is saved until the project is loaded anew', async () => {
  const { project } = projectOf();
  await project.load(1);
  assert.deepEqual([project.passAutosaveGate(), project.passAutosaveGate()], [true, false]);
  await project.load(2);
  assert.equal(project.passAutosaveGate(), true);
});

test('what is kept is there when it is opened again, also where its file says something else', async (t) => {
  const file = path.join(temporaryFolder(t, { 'a.json': DATA }), 'a.json');
  const storage = new MemoryStorage();
  await storage.open();
  const { project } = projectOf(file, { storage });
  await project.open(1);
  await rename(project, 'Sow');
  assert.deepEqual([project.isKept, project.revision, project.revisionsSinceOpened], [true, 1, 1]);
  await project.end();
  fs.writeFileSync(file, JSON.stringify({ tasksData: [{ id: 1, name: 'Reap' }] }));
  const { project: again, lines } = projectOf(file, { storage });
  await again.open(1);
  assert.deepEqual([nameIn(again), again.revision, again.revisionsSinceOpened], ['Sow', 1, 0]);
  assert.match(lines.join(), /^warn: Data file .* has changed since the journal began/);
  await again.end();
});

test('what is kept and takes more memory than a project may is served, and only becomes less', async () => {
  const storage = new MemoryStorage();
  await storage.open();
  const tasksData = Array.from({ length: 5000 }, (_, id) => ({ id, name: 'Dig' }));
  const { project, lines } = projectOf({ tasksData }, { storage });
  await project.open(1);
  await rename(project, 'Sow');
  await project.end();
  assert.deepEqual(lines, []);

  const options = { maxProjectBytes: 500_000 };
  const { project: again, lines: warnings } = projectOf({ tasksData }, { storage, options });
  await again.open(1);
  assert.deepEqual(warnings, [
    'warn: Project 7 was kept with more memory than maxProjectBytes: it is served, and what adds to it is refused',
  ]);
  const submit = (changes) => {
    const data = { project: 7, revisions: [{ revision: 'local-1', changes }] };
    const message = JSON.stringify({ command: 'project_change', data });
    return again.submit(Buffer.from(message), ADA, 0, 0);
  };
  const added = submit({ tasks: { added: [{ $PhantomId: 'p', name: 'Reap' }] } });
  assert.equal(added.code, 'ERR_PROJECT_FULL');
  const removed = submit({ tasks: { removed: [{ id: 4999 }] } });
  assert.equal(removed.code, undefined);
  await again.end();
});

test('data that take more memory than a project may are refused, at the start and by a reset', async () => {
  const tasksData = Array.from({ length: 5000 }, (_, id) => ({ id, name: 'Dig' }));
  const options = { maxProjectBytes: 500_000 };
  const { project } = projectOf({ tasksData }, { options });
  const refused = {
    code: 'ERR_PROJECT_FULL',
    message: /^Data of project "Garden": .* 500000 bytes/,
  };
  await assert.rejects(project.load(1), refused);

  let data = DATA;
  const { project: other } = projectOf(null, { options: { ...options, onLoad: () => data } });
  await other.load(1);
  data = { tasksData };
  await assert.rejects(other.load(2), refused);
  assert.equal(nameIn(other), 'Dig');
  assert.equal(other.epoch, 1);
});
