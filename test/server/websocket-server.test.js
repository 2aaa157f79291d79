'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const net = require('node:net');
const path = require('node:path');
const { test } = require('node:test');
const { WebSocketServer } = require('../../lib');
const { selfSigned } = require('../support/self-signed');
const { temporaryFolder } = require('../support/temporary-folder');
const { PROJECTS, connect, enter, smallProject, startServer } = require('../support/test-server');

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

test('without options the server has the three projects of the package', async (t) => {
  const server = new WebSocketServer({ logger: quiet });
  t.after(() => server.destroy());
  assert.equal(server.port, 8080);
  assert.equal(await server.init(0), true);
  const client = await enter(t, server, 'admin');
  const { data } = await client.request({ command: 'projects' });
  assert.deepEqual(
    data.projects.map(({ id }) => id),
    [1, 2, 3],
  );
  for (const { id } of data.projects) {
    const { dataset } = (await client.load(id)).data;
    assert.ok(dataset.tasksData.length > 0 && dataset.dependenciesData.length > 0);
  }
});

test('a misspelt option is refused with its name and the nearest that there is', () => {
  const misspelt = { prot: 1, resetdelay: 1, autoSaveIntervalMin: 1, maxPayLoad: 1, project: [] };
  const messages = Object.entries(misspelt).map(([name, value]) => {
    try {
      return new WebSocketServer({ [name]: value });
    } catch (error) {
      assert.ok(error instanceof TypeError);
      assert.equal(error.code, 'ERR_UNKNOWN_OPTION');
      return error.message.replace(' (ERR_UNKNOWN_OPTION)', '');
    }
  });
  assert.deepEqual(messages, [
    'Unknown option "prot": did you mean "port"?',
    'Unknown option "resetdelay": did you mean "resetDelay"?',
    'Unknown option "autoSaveIntervalMin": did you mean "autoSaveIntervalMins"?',
    'Unknown option "maxPayLoad": did you mean "maxPayload"?',
    'Unknown option "project": did you mean "projects"?',
  ]);
});

/** Two users with one token. */
function twins(token) {
  const user = { password: 'x', token, group: 'admin' };
  return { ada: user, ben: { ...user } };
}

test('an option that cannot be is refused with what it may be', () => {
  const wrong = [
    [{ port: 70_000 }, 'Option "port" must be a whole number from 0 to 65535, not 70000'],
    [{ port: 'http' }, 'Option "port" must be a whole number from 0 to 65535, not "http"'],
    [{ resetDelay: -1 }, /^Option "resetDelay" must be a number from 0/],
    [{ idFormat: 'roman' }, /^Option "idFormat" must be one of prefixed, number, uuid/],
    [{ projects: {} }, /^Option "projects" must be a list/],
    [{ projects: [{ name: 'x' }] }, /^Option "projects": entry 0 needs an id/],
    [{ projects: [{ id: 1 }] }, /^Option "projects": entry 0 needs a source/],
    [{ projects: [PROJECTS[0], { ...PROJECTS[1], id: '1' }] }, /two have the id 1/],
    [{ projects: [], data: 'x' }, /^Give either "projects" or "data"/],
    [{ users: { eve: { group: 'admin' } } }, /^User "eve" needs a password and a group/],
    [{ users: { eve: { password: 'x', group: 'x' } } }, /^User "eve" is in group "x"/],
    [
      { users: { eve: { pasword: 'x', group: 'x' } } },
      /^User "eve" has .*: did you mean "password"/,
    ],
    [{ users: { eve: { password: 'x', group: 'admn' } } }, /which is none: did you mean "admin"/],
    [{ groups: { admin: { project: '*' } } }, /^Group "admin" has .*: did you mean "projects"/],
    [{ groups: { admin: { projects: ['*'] } } }, /^Group "admin": .* write "projects": "\*"/],
    [{ projects: [{ id: 1, soruce: 'x' }] }, /entry 0 has .*: did you mean "source"/],
    [{ users: { Server: { password: 'x', group: 'admin' } } }, /not a name that one can have/],
    [{ groups: { admin: { projects: 1 } } }, /^Group "admin" needs projects/],
    [
      { path: 'gantt' },
      'Option "path" must be a path that begins with /, without ? and #, not "gantt"',
    ],
    [{ path: '/gantt?a' }, /^Option "path"/],
    [{ logger: {} }, /^Option "logger" must be an object with/],
    [{ users: { eve: { token: '', group: 'admin' } } }, /^User "eve" needs a password/],
    [{ users: { eve: { password: 'x', token: 7, group: 'admin' } } }, /^User "eve" needs/],
    [{ users: twins('same') }, /^The token of user "ben" is another user's too/],
    [{ groups: { admin: { projects: '*', force: 'yes' } } }, /^Group "admin" needs .* force/],
    [{ conflicts: 'theirs' }, /^Option "conflicts" must be one of last-writer-wins, .*"theirs"$/],
    [{ conflicts: { sink: 'reject' } }, /^Option "conflicts" must be .* commands, flat, sync/],
    [{ projects: [{ ...PROJECTS[0], conflicts: 'x' }] }, /entry 0 has conflicts that are no pol/],
    [{ stormPolicy: 'run' }, /^Option "stormPolicy" must be one of log, disconnect, not "run"/],
    [{ onChange: 'log' }, 'Option "onChange" must be a function, not "log"'],
    [null, /^The options must be an object/],
  ];
  for (const [options, message] of wrong) {
    assert.throws(
      () => new WebSocketServer(options),
      (error) => {
        assert.ok(error instanceof TypeError);
        assert.equal(error.code, 'ERR_INVALID_OPTION');
        const shown = error.message.replace(' (ERR_INVALID_OPTION)', '');
        if (typeof message === 'string') assert.equal(shown, message);
        else assert.match(shown, message);
        return true;
      },
    );
  }
});

test('numbers may come as text, as old callers give them', async (t) => {
  const server = new WebSocketServer({ port: '0', resetDelay: '60', debug: 'true', logger: quiet });
  t.after(() => server.destroy());
  await server.init('0');
  assert.ok(server.port > 0);
});

test('port 0 takes a free port, and port and address tell it', async (t) => {
  const server = await startServer(t);
  assert.equal(server.address, `ws://127.0.0.1:${server.port}`);
  assert.ok(server.port > 0);
  server.showWebSocketServerAddress();
  assert.equal(server.logged.at(-1), `info: ${server.address}`);
});

test('without a host the server is reached under its address', async (t) => {
  const server = await startServer(t, { host: undefined });
  assert.match(server.address, /^ws:\/\/[\w.-]+:\d+$/);
  await enter(t, server, 'Ada', 1);
});

test('a busy port rejects with its number, and the same server can try another', async (t) => {
  const first = await startServer(t);
  const second = new WebSocketServer({ projects: PROJECTS, host: '127.0.0.1', logger: quiet });
  t.after(() => second.destroy());

  await assert.rejects(second.init(first.port), {
    code: 'EADDRINUSE',
    message: new RegExp(`^Port ${first.port} of 127.0.0.1 is in use`),
  });

  assert.equal(await second.init(0), true);
  await enter(t, second, 'Ada', 1);
});

test('a server that is running does not start again', async (t) => {
  const server = await startServer(t);
  await assert.rejects(server.init(), { code: 'ERR_ALREADY_STARTED' });
});

test('destroy says goodbye, frees the port and may be called again', async (t) => {
  const server = await startServer(t);
  const { port } = server;
  const ada = await enter(t, server, 'Ada', 1);
  const stranger = await connect(t, server);

  await Promise.all([server.destroy(), server.destroy()]);
  await server.destroy();

  assert.deepEqual([await ada.closed, await stranger.closed], [1012, 1012]);
  const other = net.createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  other.close();
  await assert.rejects(server.resetDataSet(1), { code: 'ERR_NOT_STARTED' });
});

test('destroy does not wait for peers that do not answer', async (t) => {
  const server = await startServer(t);
  const mute = await enter(t, server, 'Mute', 1);
  mute.socket.pause();
  await server.destroy();
  mute.socket.resume();
  assert.equal(await mute.closed, 1012);
});

test('destroy during init, before it and after a failed one is fine', async () => {
  const early = new WebSocketServer({ projects: PROJECTS, port: 0, logger: quiet });
  await early.destroy();
  const starting = early.init();
  await early.destroy();
  await starting;
  assert.equal(await early.init(), true);
  await early.destroy();
});

test('a server that was destroyed starts again with its first data', async (t) => {
  const server = await startServer(t);
  await server.destroy();
  await server.init();
  const client = await enter(t, server, 'Ada');
  assert.equal((await client.load(1)).data.revision, 'base');
});

test('a data file that is missing or broken rejects init with the file and the place', async (t) => {
  const folder = temporaryFolder(t, { 'broken.json': '{\n  "tasks": {"rows": [}\n}' });
  const init = (name) => {
    const source = path.join(folder, name);
    return new WebSocketServer({ projects: [{ id: 1, name: 'One', source }], port: 0 }).init();
  };
  await assert.rejects(init('missing.json'), {
    code: 'ERR_DATA_FILE_NOT_READ',
    message: new RegExp(`^Data file ${folder}/missing.json: it does not exist`),
  });
  await assert.rejects(init('broken.json'), {
    code: 'ERR_INVALID_DATA_FILE',
    message: new RegExp(`^Data file ${folder}/broken.json: .*line 2, column 22`),
  });
});

test('a source is a path, text in a Buffer, or the data', async (t) => {
  const folder = temporaryFolder(t, { 'one.json': smallProject('File') });
  const text = Buffer.from(JSON.stringify({ tasks: { rows: [{ id: 1, name: 'Text' }] } }));
  const sources = [path.join(folder, 'one.json'), text, smallProject('Data')];
  const projects = sources.map((source, index) => ({ id: index + 1, name: 'P', source }));
  const server = await startServer(t, { projects });
  const client = await enter(t, server, 'admin');
  const names = [];
  for (const { id } of projects) {
    names.push((await client.load(id)).data.dataset.tasksData[0].name);
  }
  assert.deepEqual(names, ['File', 'Text', 'Data']);
});

test('a project that nobody may see is named in the log', async (t) => {
  const projects = [{ id: 'hidden', name: 'Hidden', source: smallProject('x') }];
  const server = await startServer(t, { projects });
  const [line] = server.logged.filter((one) => one.includes('No group'));
  assert.equal(line, 'warn: No group may see project "hidden" ("Hidden"): see the option groups');
});

test('with a key and a certificate the server speaks TLS', async (t) => {
  const tls = selfSigned();
  const folder = temporaryFolder(t, { 'k.pem': tls.key, 'c.pem': tls.cert });
  const paths = { key: path.join(folder, 'k.pem'), cert: path.join(folder, 'c.pem') };
  for (const option of [tls, paths]) {
    const server = await startServer(t, { tls: option });
    assert.match(server.address, /^wss:/);
    const client = await connect(t, server, { ca: tls.cert, servername: 'localhost' });
    await client.login('Ada');
    assert.equal((await client.load(1)).command, 'dataset');
  }
});

test('a key or certificate that cannot be used rejects init', async () => {
  const init = (tls) => new WebSocketServer({ projects: PROJECTS, port: 0, tls }).init();
  const noKey = { key: '-----BEGIN nonsense', cert: '-----BEGIN nonsense' };
  await assert.rejects(init(noKey), { code: 'ERR_CERTIFICATE' });
  const noFile = { key: 'no/such/key.pem', cert: 'no/such/cert.pem' };
  await assert.rejects(init(noFile), { code: 'ERR_CERTIFICATE', message: /key\.pem/ });
});
