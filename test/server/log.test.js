'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { connect, enter, rename, startServer } = require('../support/test-server');

const USERS = { alex: { password: 'alex', group: 'user' } };

const IN_MEMORY =
  'info: Projects are kept in memory alone: a restart forgets what is changed (see the option storage)';

/** The lines of a server without what differs from run to run. */
function linesOf({ logged }) {
  return logged.map((line) => line.replaceAll(/client-[\w-]+/g, 'client-…'));
}

test('the log tells who came, what was refused, who reset a project, and who went why', async (t) => {
  const server = await startServer(t, { users: USERS });
  const client = await connect(t, server);
  await client.request({ command: 'login', data: { login: 'alex', password: 'guess' } });
  await client.login('alex', 'alex');
  await client.request({ command: 'dataset', data: { project: 3 } });
  await client.load(1);
  await client.request({ command: 'project_change', data: { project: 1, revisions: 5 } });
  await client.request({ command: 'dance' });
  client.ask('reset', { project: 1 });
  await client.take(2);
  client.socket.close(1001, 'The tab\nwas closed');
  await client.closed;
  await server.destroy();

  const alex = '"alex" (client-…, 127.0.0.1)';
  assert.deepEqual(linesOf(server), [
    IN_MEMORY,
    'warn: Somebody (127.0.0.1) may not log in as "alex": Wrong username/password (ERR_UNAUTHORIZED)',
    `info: ${alex} has logged in: commands`,
    `info: ${alex} was refused dataset: Authorization required`,
    `info: ${alex} was refused project_change: data.revisions is not an array (ERR_INVALID_REVISION)`,
    `info: ${alex} was refused a message: There is no command "dance" (ERR_UNKNOWN_COMMAND)`,
    'warn: Project 1 ("One") was reset by "alex": what was changed up to revision 0 is gone',
    `info: ${alex} is disconnected: the client closed it (code 1001): "The tab\\nwas closed"`,
    'info: Ended: 0 revisions of 3 projects since the start, forgotten with the memory',
  ]);
});

test('debug adds commands and changes, with project and revision', async (t) => {
  const server = await startServer(t, { debug: true });
  const ada = await enter(t, server, 'Ada', 1);
  await ada.request(rename(1, 'Plant'));
  const said = linesOf(server).filter((line) => line.startsWith('debug: '));
  assert.deepEqual(said, [
    'debug: Somebody (127.0.0.1): login',
    'debug: "Ada" (client-…, 127.0.0.1): dataset of project 1',
    'debug: "Ada" (client-…, 127.0.0.1): changed project 1, revision 1',
  ]);
});

test('a logger gets no debug lines unless the option is on', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  await ada.request(rename(1, 'Plant'));
  assert.deepEqual(
    server.logged.filter((line) => line.startsWith('debug: ')),
    [],
  );
});

test('who this side disconnects is logged with the reason', async (t) => {
  const server = await startServer(t, { stormPolicy: 'disconnect' });
  const ada = await enter(t, server, 'Ada', 1);
  ada.ask('logout');
  await ada.closed;
  const ben = await enter(t, server, 'Ben', 1);
  await server.destroy();
  await ben.closed;
  const ends = linesOf(server).filter((line) => line.includes('disconnected'));
  assert.deepEqual(ends, [
    'info: "Ada" (client-…, 127.0.0.1) is disconnected: Logged out',
    'info: "Ben" (client-…, 127.0.0.1) is disconnected: The server stops',
  ]);
});

test('who is refused at /gantt-sync is logged with the name, and no token is', async (t) => {
  const server = await startServer(t, { users: USERS });
  const address = `${server.address}/gantt-sync?project=3`;
  const authorization = `Basic ${Buffer.from('alex:guess').toString('base64')}`;
  await assert.rejects(connect(t, { address }, { headers: { authorization } }));
  await assert.rejects(connect(t, { address: `${address}&token=secret` }));
  const why = 'are missing or wrong (ERR_UNAUTHORIZED)';
  const refused = `was refused a connection: The token, or the name and the password, ${why}`;
  assert.deepEqual(linesOf(server), [
    IN_MEMORY,
    `warn: "alex" (127.0.0.1) ${refused}`,
    `warn: Somebody (127.0.0.1) ${refused}`,
  ]);
});

test('no name forges a line, and no client floods the log', async (t) => {
  const server = await startServer(t, { debug: true });
  const name = 'Eve\n2026-03-02T08:00:00.000Z "admin" has logged in\u001b[2J\u202e';
  const eve = await enter(t, server, name, 1);
  for (let i = 0; i < 1000; i++) eve.ask(`dance\n${i}`);
  await eve.take(1000);
  await server.destroy();
  for (const line of server.logged) assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]/u);
  const refusals = linesOf(server).filter((line) => line.includes('There is no command'));
  assert.equal(refusals.length, 21);
  assert.match(refusals[20], /^info: 980 more like this, of which the last: .*dance\\n999/);
});

test('a logger that throws or rejects does not end the server', async (t) => {
  t.mock.method(console, 'error', () => {});
  const fail = () => {
    throw new Error('the disk is full');
  };
  for (const logger of [fail, async () => fail()]) {
    const server = await startServer(t, {
      debug: true,
      logger: { debug: logger, info: logger, warn: logger, error: logger },
    });
    const ada = await enter(t, server, 'Ada', 1);
    assert.equal((await ada.request(rename(1, 'Plant'))).command, 'project_change');
    await ada.close();
    await server.destroy();
  }
});
