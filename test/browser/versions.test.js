'use strict';

// Versions of a chart's feature `versions` travel at once: their author learns their id, others see them, who comes later loads them.

const assert = require('node:assert/strict');
const { after, before, beforeEach, test } = require('node:test');
const { FlakyProxy } = require('./support/flaky-proxy');
const { Stage } = require('./support/stage');

const SCRIPT = `
import { Gantt } from '@bryntum/gantt';
import { createProject } from '/page/project.js';
import { WebSocketProjectModel } from '/client/gantt/index.js';
import { liveVersions } from '/client/versions/index.js';

const show = (project) => {
  const gantt = new Gantt({
    appendTo: document.body, height: 200, project, enableTransactionalFeatures: true, features: { versions: { autoSaveInterval: 0 } },
  });
  const sent = [];
  project.on({ liveSent: () => sent.push('sent') });
  return { project, gantt, feature: gantt.features.versions, store: project.getCrudStore('versions'), sent };
};
globalThis.charts = {};
/** A chart of somebody's, loaded. */
globalThis.come = async (userName, url, { isGuide, ...options } = {}) => {
  const chart = show(isGuide ? new WebSocketProjectModel({ stm: { revisionsEnabled: true } }) : createProject());
  chart.live = liveVersions(chart.gantt);
  charts[userName] = chart;
  if (!isGuide) return chart.project.liveConnect({ url, userName, projectId: 1, retryDelay: () => 20, ...options });
  const loaded = new Promise((resolve) => chart.project.on({ wsLoad: resolve, once: true }));
  Object.assign(chart.project, { wsUserName: userName, wsAddress: url, wsProjectId: 1 });
  await loaded;
};
/** What somebody sees: name, id and when it was saved, of each version. */
globalThis.seen = (userName) =>
  charts[userName].store.allRecords.map(({ id, name, savedAt }) => [name, String(id), savedAt?.getTime()]).sort();
`;

/** @type {Stage} */
let stage;
/** @type {FlakyProxy} */
let proxy;
/** Somebody in another time zone. @type {any} */
let berlin;

before(async () => {
  stage = await Stage.open({ charts: 1, timezoneId: 'America/New_York' });
  proxy = await FlakyProxy.open(stage.demo.server.port);
  berlin = await stage.visit('?charts=0', { timezoneId: 'Europe/Berlin' });
  for (const page of [stage.page, berlin]) {
    await page.addScriptTag({ type: 'module', content: SCRIPT });
    await page.waitForFunction('globalThis.come');
  }
});
after(async () => {
  await stage?.close();
  await proxy?.close();
});
beforeEach(async () => {
  for (const page of [stage.page, berlin])
    await page.evaluate(`(async () => {
      for (const { live, gantt, project } of Object.values(charts)) live.destroy(), gantt.destroy(), project.destroy();
      charts = {};
    })()`);
  await stage.reset();
});

/** @param {any} page @param {string} name @param {object} [options] */
const come = (page, name, options) =>
  page.evaluate(
    `come('${name}', 'ws://127.0.0.1:${proxy.port}', ${JSON.stringify(options ?? {})})`,
  );
/** Does something in somebody's chart. */
const act = (page, name, code) =>
  page.evaluate(`(({ project, gantt, feature, store }) => { ${code} })(charts['${name}'])`);
/** What somebody sees once it is so many versions, each with an id of the server's. @returns {Promise<any[]>} */
async function seen(page, name, count) {
  const isDone = `seen('${name}').length === ${count} && !seen('${name}').some(([, id]) => /_generated/.test(id))`;
  await page.waitForFunction(isDone);
  return page.evaluate(`seen('${name}')`);
}

for (const isGuide of [false, true]) {
  const whose = isGuide ? 'a project of Bryntum’s guide' : 'a live project';
  test(`a version of ${whose} is there at once: its author has its id, others have it, who comes later loads it`, async () => {
    await come(stage.page, 'Ada', { isGuide });
    await come(berlin, 'Ben', { isGuide });
    const saved = await act(
      stage.page,
      'Ada',
      "return feature.saveVersion('First').savedAt.getTime()",
    );
    const [[name, id, at]] = await seen(stage.page, 'Ada', 1);
    assert.deepEqual([name, at], ['First', saved]);
    assert.match(id, /^versions-\d+$/);
    const moment = Math.floor(saved / 1000) * 1000;
    assert.deepEqual(await seen(berlin, 'Ben', 1), [['First', id, moment]]);
    await come(stage.page, 'Cem', { isGuide });
    assert.deepEqual(await seen(stage.page, 'Cem', 1), [['First', id, moment]]);

    // Content stays with its author until somebody asks for it.
    const content = await berlin.evaluate(
      '(async () => charts.Ben.store.first.content ?? (await charts.Ben.feature.getVersionContent(charts.Ben.store.first)))().then((content) => Object.keys(content))',
    );
    assert.ok(content.includes('tasks'), content.join());

    await act(berlin, 'Ben', "store.first.name = 'Renamed'");
    await stage.page.waitForFunction(
      "seen('Ada')[0][0] === 'Renamed' && seen('Cem')[0][0] === 'Renamed'",
    );
    await act(stage.page, 'Cem', 'store.remove(store.first)');
    for (const [page, who] of [
      [stage.page, 'Ada'],
      [berlin, 'Ben'],
    ])
      await seen(page, who, 0);
    assert.deepEqual([stage.page.errors, berlin.errors], [[], []]);
  });
}

test('a version is renamed, and removed, before the server has said its id', async () => {
  await come(stage.page, 'Ada');
  await come(berlin, 'Ben');
  await stage.page.evaluate(`(async () => {
    const { feature, store } = charts.Ada;
    const [renamed, removed] = [feature.saveVersion('Soon renamed'), feature.saveVersion('Soon gone')];
    await null, await null;
    renamed.name = 'Renamed';
    store.remove(removed);
  })()`);
  const [[name, id]] = await seen(stage.page, 'Ada', 1);
  assert.equal(name, 'Renamed');
  await berlin.waitForFunction(
    `JSON.stringify(seen('Ben').map(([name, id]) => [name, id])) === '[["Renamed","${id}"]]'`,
  );
  // An edit behind it does not bring it back.
  await stage.page.evaluate(
    "charts.Ada.project.liveEdit(() => (charts.Ada.project.taskStore.getById('dig').name = 'After'))",
  );
  await berlin.waitForFunction("charts.Ben.project.taskStore.getById('dig').name === 'After'");
  await come(berlin, 'Cem');
  assert.deepEqual(
    (await seen(berlin, 'Cem', 1)).map(([its]) => its),
    ['Renamed'],
  );
});

test('a version that is saved without a connection arrives with it, once', async () => {
  await come(stage.page, 'Ada');
  await come(berlin, 'Ben');
  proxy.cut();
  await stage.page.waitForFunction("charts.Ada.project.liveConnection.state === 'disconnected'");
  await act(stage.page, 'Ada', "feature.saveVersion('In the dark')");
  proxy.mend();
  const [, ...more] = await Promise.all([seen(berlin, 'Ben', 1), seen(stage.page, 'Ada', 1)]);
  assert.deepEqual(more[0][0][0], 'In the dark');
  await come(berlin, 'Cem');
  assert.equal((await seen(berlin, 'Cem', 1)).length, 1);
  assert.deepEqual([stage.page.errors, berlin.errors], [[], []]);
});

/** Does something in the charts of both while they have no connection, and waits until the server has it all. */
async function inTheDark(ofAda, ofBen, meanwhile = async () => {}) {
  const both = [
    [stage.page, 'Ada', ofAda],
    [berlin, 'Ben', ofBen],
  ];
  proxy.cut();
  for (const [page, name, code] of both) {
    await page.waitForFunction(`charts.${name}.project.liveConnection.state === 'disconnected'`);
    await act(page, name, code);
  }
  await meanwhile();
  proxy.mend();
  for (const [page, name] of both)
    await page.waitForFunction(
      `(({ liveLoaded, liveQueue }) => liveLoaded && liveQueue.waiting + liveQueue.underWay === 0)(charts.${name}.project)`,
    );
}

/** What a third sees, and with it those who were here before. */
async function allSee(count) {
  await come(berlin, 'Cem');
  const pairs = (name) => `JSON.stringify(seen('${name}').map(([name, id]) => [name, id]).sort())`;
  await seen(berlin, 'Cem', count);
  const all = await berlin.evaluate(pairs('Cem'));
  await stage.page.waitForFunction(`${pairs('Ada')} === '${all}'`);
  await berlin.waitForFunction(`${pairs('Ben')} === '${all}'`);
  assert.deepEqual([stage.page.errors, berlin.errors], [[], []]);
  return JSON.parse(all).map(([name]) => name);
}

test('two who rename a version at once see the same name in the end', async () => {
  await come(stage.page, 'Ada');
  await come(berlin, 'Ben');
  await act(stage.page, 'Ada', "feature.saveVersion('First')");
  await Promise.all([seen(berlin, 'Ben', 1), seen(stage.page, 'Ada', 1)]);
  await inTheDark("store.first.name = 'Of Ada'", "store.first.name = 'Of Ben'");
  await allSee(1);
});

test('what was saved without a connection outlives a reset, and what others save behind it; what is removed again does not', async () => {
  await come(stage.page, 'Ada');
  await come(berlin, 'Ben');
  await act(stage.page, 'Ada', "feature.saveVersion('Before')");
  await Promise.all([seen(berlin, 'Ben', 1), seen(stage.page, 'Ada', 1)]);
  await inTheDark(
    "feature.saveVersion('In the dark'); const gone = feature.saveVersion('Gone'); setTimeout(() => store.remove(gone))",
    'undefined',
    () => stage.reset(),
  );
  await act(berlin, 'Ben', "feature.saveVersion('Behind')");
  assert.deepEqual(await allSee(2), ['Behind', 'In the dark']);
});

test('what was changed before a version is put down to it, for everybody', async () => {
  await come(stage.page, 'Ada');
  await come(berlin, 'Ben');
  await stage.page.evaluate(
    "charts.Ada.project.liveEdit(() => (charts.Ada.project.taskStore.getById('dig').name = 'Logged'))",
  );
  await berlin.waitForFunction("charts.Ben.project.taskStore.getById('dig').name === 'Logged'");
  await act(stage.page, 'Ada', "feature.saveVersion('With a log')");
  const [[, id]] = await seen(berlin, 'Ben', 1);
  const logs = "charts.Ben.project.getCrudStore('changelogs').allRecords";
  await berlin.waitForFunction(`${logs}.length === 1 && ${logs}[0].versionId === '${id}'`);
});

test('of all charts that would save by themselves, one does', async () => {
  await come(stage.page, 'Ada');
  await come(berlin, 'Ben');
  const edits = { Ada: stage.page, Ben: berlin };
  for (const [who, page] of Object.entries(edits))
    await page.evaluate(
      `charts.${who}.project.liveEdit(() => (charts.${who}.project.taskStore.getById('dig').name = 'By ${who}'))`,
    );
  await stage.page.waitForFunction("charts.Ada.project.taskStore.getById('dig').name === 'By Ben'");
  for (const [who, page] of Object.entries(edits)) await act(page, who, 'feature.tryAutoSave()');
  await seen(stage.page, 'Ada', 1);
  await seen(berlin, 'Ben', 1);
  // What is asked behind it is answered behind it.
  for (const [who, page] of Object.entries(edits)) {
    await page.evaluate(
      `charts.${who}.project.liveLoadVersionContent(charts.${who}.store.first.id).then(() => {})`,
    );
    assert.equal((await page.evaluate(`seen('${who}')`)).length, 1, who);
  }
});

test('a chart without the feature is told that there are no versions', async () => {
  const message = await stage.page.evaluate(`(async () => {
    const { liveVersions } = await import('/client/versions/index.js');
    try { liveVersions(demo.panels[0].gantt); } catch (error) { return error.message; }
  })()`);
  assert.match(message, /no feature versions/);
});
