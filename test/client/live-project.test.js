'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { before, describe, test } = require('node:test');
const { WebSocket } = require('ws');
const { FakeProject } = require('../support/fake-project');
const { enter, rename, startServer } = require('../support/test-server');
const { within } = require('../support/within');

/** client/src/bryntum/live-project.js, as far as it needs no Gantt: a browser test has the rest. */
describe('A live project', () => {
  /** @type {any} */
  let LiveProject;
  before(async () => {
    ({ LiveProject } = await import('../../client/src/bryntum/live-project.js'));
  });

  /** A project whose connection ends with the test, and the events that it has triggered. */
  function makeProject(t) {
    const project = new (LiveProject(FakeProject))();
    t.after(() => project.destroy());
    const events = [];
    const names = ['liveError', 'liveRefused', 'liveClosed', 'liveOffline', 'liveDataset'];
    const note = (name) => [
      name,
      ({ message }) => events.push(message ? `${name} ${message}` : name),
    ];
    project.on(Object.fromEntries(names.map(note)));
    return { project, events };
  }

  const as = (server, more) => ({ url: server.address, userName: 'Ada', WebSocket, ...more });

  test('loads a project whose id is written otherwise, and follows it', async (t) => {
    const server = await startServer(t);
    const ben = await enter(t, server, 'Ben', 1);
    for (const projectId of [1, '1']) {
      const { project } = makeProject(t);
      await within(project.liveConnect(as(server, { projectId })), 'project');
      assert.equal(project.loaded[0].tasks[0].id, 'events-1');
      const changed = new Promise((resolve) => {
        project.on({ liveChanges: resolve });
      });
      ben.send(rename(1, 'Plant'));
      await within(changed, 'change');
    }
  });

  test('says why it could not be connected, and does not try again', async (t) => {
    const users = { alex: { password: 'alex', group: 'user' } };
    const server = await startServer(t, { users });
    const wrong = [
      [{ projectId: 'none' }, 'Authorization required'],
      [{ projectId: 3 }, 'Authorization required'],
      [{ projectId: '' }, 'Project id is required'],
      [{ projectId: 1, userName: 'alex', password: 'guess' }, 'Wrong username/password'],
    ];
    for (const [how, message] of wrong) {
      const { project, events } = makeProject(t);
      await assert.rejects(within(project.liveConnect(as(server, how)), 'answer'), { message });
      assert.equal(project.liveConnection.isOnline, false);
      assert.ok(!events.includes('liveOffline'), events.join());
    }
  });

  test('logs in with a token that the application of the server knows, and with another one when it ends', async (t) => {
    const LASTS_MS = 100;
    const server = await startServer(t, {
      users: {},
      groups: { team: { projects: '*' } },
      verifyToken: (token) => {
        const [userName, end] = token.split(' ');
        return { userName, group: 'team', expires: Number(end) };
      },
    });
    const { project, events } = makeProject(t);
    let asked = 0;
    const password = async () => `Ada ${Date.now() + (++asked === 1 ? LASTS_MS : 3_600_000)}`;
    const retryDelay = () => 0;
    await within(
      project.liveConnect(as(server, { projectId: 1, password, retryDelay })),
      'project',
    );
    const again = new Promise((resolve) => {
      project.on({ liveDataset: resolve });
    });
    await within(again, 'second project');
    assert.deepEqual([asked, events], [2, ['liveDataset', 'liveOffline', 'liveDataset']]);
  });

  test('fetches a version, and says when there is none or no connection', async (t) => {
    const server = await startServer(t);
    const { project } = makeProject(t);
    await within(project.liveConnect(as(server, { projectId: '1' })), 'project');
    const load = (id) => within(project.liveLoadVersionContent(id), 'answer');
    assert.deepEqual(await load('versions-1'), { tasks: 1 });
    await assert.rejects(load('none'), /ERR_UNKNOWN_VERSION/);
    const waiting = load('versions-1');
    project.liveConnection.close();
    for (const lost of [waiting, load('versions-1')]) await assert.rejects(lost, /no connection/);
  });

  test('does not leave anybody waiting when it is closed, connected anew or destroyed', async (t) => {
    // It takes connections and says nothing.
    const silent = require('node:net').createServer();
    silent.listen(0, '127.0.0.1');
    t.after(() => silent.close());
    await once(silent, 'listening');
    const url = `ws://127.0.0.1:${silent.address().port}`;
    const ends = [
      (project) => project.liveLogout(),
      (project) => project.destroy(),
      (project) =>
        project.liveConnect({ url, userName: 'Ben', projectId: 1, WebSocket }).catch(() => {}),
    ];
    for (const end of ends) {
      const { project } = makeProject(t);
      const waiting = project.liveConnect({ url, userName: 'Ada', projectId: 1, WebSocket });
      end(project);
      await assert.rejects(within(waiting, 'end'), /closed/i);
    }
  });
});
