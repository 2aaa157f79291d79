'use strict';

const assert = require('node:assert/strict');
const path = require('node:path');
const { test } = require('node:test');
const { ALL_DIALECTS } = require('../../lib/dialects');
const { OPTIONS } = require('../../lib/options/options');
const { version } = require('../../package.json');
const { passwordFits } = require('../../lib/access/passwords');
const { readCommandLine } = require('../../lib/options/command-line');
const { resolveOptions } = require('../../lib/options/resolve-options');
const { ChildProcess, runServer } = require('../support/child-process');
const { selfSigned } = require('../support/self-signed');
const { temporaryFolder } = require('../support/temporary-folder');
const { connect, enter, smallProject, startServer } = require('../support/test-server');

const LOCAL = ['--host', '127.0.0.1'];

/** Runs a server that does not start; answers its exit code and what it says. */
async function runFailing(t, args, options) {
  const child = runServer(t, args, options);
  return { code: await child.ended, says: await child.errors };
}

test('the server prints its address when it is ready', async (t) => {
  const child = runServer(t, ['port=0', ...LOCAL]);
  const address = await child.address();
  assert.match(address, /^ws:\/\/127\.0\.0\.1:[1-9]\d*$/);
  const client = await enter(t, { address }, 'admin');
  const { data } = await client.request({ command: 'projects' });
  assert.equal(data.projects.length, 3);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  test(`${signal} ends the server in order`, async (t) => {
    const child = runServer(t, ['--port=0', ...LOCAL]);
    const client = await enter(t, { address: await child.address() }, 'Ada', 1);
    child.process.kill(signal);
    assert.equal(await client.closed, 1012);
    assert.equal(await child.ended, 0);
    assert.doesNotMatch(await child.errors, /warning|error/i);
  });
}

test('a log that nobody reads any more does not end the server', async (t) => {
  const child = runServer(t, ['--debug', '--port=0', ...LOCAL]);
  const client = await connect(t, { address: await child.address() });
  child.process.stdout.destroy();
  child.process.stderr.destroy();
  for (let i = 0; i < 10; i++) {
    const { command } = await client.request({ command: 'version' });
    assert.equal(command, 'version');
  }
  child.process.kill('SIGTERM');
  assert.equal(await client.closed, 1012);
});

test('SIGHUP ends nothing, and what is in memory stays', async (t) => {
  const child = runServer(t, ['--port=0', ...LOCAL]);
  const client = await enter(t, { address: await child.address() }, 'admin', 1);
  child.process.kill('SIGHUP');
  child.process.kill('SIGHUP');
  assert.equal((await client.load(1)).command, 'dataset');
  child.process.kill('SIGTERM');
  assert.equal(await child.ended, 0);
  assert.match(await child.errors, /SIGHUP is ignored: files are read at the start/);
});

test('a process that destroys its server ends by itself', async (t) => {
  const script = `
    const { WebSocketServer } = require(${JSON.stringify(path.join(__dirname, '..', '..'))});
    const { WebSocket } = require('ws');
    const logger = { debug() {}, info() {}, warn() {}, error() {} };
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', logger });
    server.init().then(() => {
      const client = new WebSocket(server.address);
      client.on('open', () => client.send('{"command":"login","data":{"login":"Ada"}}'));
      client.once('message', () => server.resetDataSet(1).then(() => server.destroy()));
      client.on('close', (code) => console.log('closed ' + code));
    });`;
  const child = new ChildProcess(t, ['-e', script], { cwd: path.join(__dirname, '..', '..') });
  assert.equal(await child.line(), 'closed 1012');
  assert.equal(await child.ended, 0);
});

test('the binary and the data do not depend on the current folder', async (t) => {
  const child = runServer(t, ['--port', '0', ...LOCAL], { cwd: temporaryFolder(t) });
  await enter(t, { address: await child.address() }, 'Ada', 1);
});

test('cert/key.pem and cert/cert.pem in the current folder turn TLS on', async (t) => {
  const { key, cert } = selfSigned();
  const cwd = temporaryFolder(t, { 'cert/key.pem': key, 'cert/cert.pem': cert });
  const child = runServer(t, ['--port', '0', ...LOCAL], { cwd });
  const address = await child.address();
  assert.match(address, /^wss:/);
  await connect(t, { address }, { ca: cert, servername: 'localhost' });
});

test('a data folder with a projects.json has the projects that it lists', async (t) => {
  const data = temporaryFolder(t, {
    'projects.json': [{ id: 1, name: 'Garden', source: 'plans/garden.json' }],
    'plans/garden.json': smallProject('Dig'),
    'other.json': smallProject('Not this'),
  });
  const child = runServer(t, ['--port=0', `--data=${data}`, ...LOCAL]);
  const client = await enter(t, { address: await child.address() }, 'Ada');
  const { data: answer } = await client.request({ command: 'projects' });
  assert.deepEqual(answer.projects, [{ id: 1, name: 'Garden' }]);
  assert.equal((await client.load(1)).data.dataset.tasksData[0].name, 'Dig');
});

test('a data folder without a projects.json has one project for each *.json', async (t) => {
  const data = temporaryFolder(t, {
    'b-roof.json': smallProject('Tiles'),
    'a-garden.json': smallProject('Dig'),
    'notes.txt': 'nothing',
  });
  const child = runServer(t, [`data=${data}`, 'port=0', ...LOCAL]);
  const client = await enter(t, { address: await child.address() }, 'admin');
  const { data: answer } = await client.request({ command: 'projects' });
  assert.deepEqual(answer.projects, [
    { id: 1, name: 'a-garden' },
    { id: 2, name: 'b-roof' },
  ]);
});

test('users, groups and projects may come from JSON files', async (t) => {
  const folder = temporaryFolder(t, {
    'users.json': { eve: { password: 'apple', group: 'team' } },
    'groups.json': { team: { projects: '*', reset: true } },
    'projects.json': [{ id: 'x', name: 'X', source: 'x.json' }],
    'x.json': smallProject('Dig'),
  });
  const files = ['users', 'groups', 'projects'].map((name) => `--${name}=${name}.json`);
  const child = runServer(t, ['port=0', ...files, ...LOCAL], { cwd: folder });
  const client = await connect(t, { address: await child.address() });
  await client.login('eve', 'apple');
  assert.equal((await client.load('x')).data.project, 'x');
});

test('wrong data ends the server with 1, naming the file and the place', async (t) => {
  const data = temporaryFolder(t, {
    'projects.json': [{ id: 1, name: 'Garden', source: 'garden.json' }],
  });
  const missing = await runFailing(t, ['port=0', '--data', data]);
  assert.equal(missing.code, 1);
  assert.ok(missing.says.includes(`Data file ${data}/garden.json: it does not exist`));

  const broken = temporaryFolder(t, { 'a.json': '{\n  "tasks": {"rows": [7]}\n}' });
  const shape = await runFailing(t, ['port=0', '--data', broken]);
  assert.equal(shape.code, 1);
  assert.ok(shape.says.startsWith(`gantt-sync-server: Data file ${broken}/a.json: `), shape.says);

  const list = temporaryFolder(t, { 'projects.json': '[\n  {"id": 1,}\n]' });
  const listed = await runFailing(t, ['port=0', '--data', list]);
  assert.equal(listed.code, 1);
  assert.match(listed.says, /File .*projects\.json: line 2, column 12: /);

  const nowhere = await runFailing(t, ['port=0', '--data', 'no/such/folder']);
  assert.equal(nowhere.code, 1);
  assert.match(nowhere.says, /Data folder .*no\/such\/folder: it does not exist/);
});

test('a busy port ends the server with 1', async (t) => {
  const server = await startServer(t);
  const { code, says } = await runFailing(t, [`port=${server.port}`, ...LOCAL]);
  assert.equal(code, 1);
  assert.match(says, new RegExp(`^gantt-sync-server: Port ${server.port} .*\\(EADDRINUSE\\)\n$`));
});

test('an unknown option ends the server with 2 and is named', async (t) => {
  for (const args of [['--prot', '8080'], ['prot=8080'], ['--prot=8080'], ['prot']]) {
    const { code, says } = await runFailing(t, args);
    assert.equal(code, 2);
    const message = 'Unknown option "prot": did you mean "port"? (ERR_UNKNOWN_OPTION)';
    assert.equal(says, `gantt-sync-server: ${message}\n`);
  }
});

test('--help lists every option, --version prints the version', async (t) => {
  const help = runServer(t, ['--help']);
  assert.equal(await help.line(), 'Usage: gantt-sync-server [options]');
  assert.equal(await help.ended, 0);
  const told = runServer(t, ['--version']);
  assert.equal(await told.line(), version);
  assert.equal(await told.ended, 0);
});

test('what was probably meant is said, not what a parser stumbles over', async (t) => {
  const cwd = temporaryFolder(t, {
    'plans/garden.json': smallProject('Dig'),
    'c.pem': selfSigned().cert,
    'tls.json': { key: 'k.pem', crt: 'c.pem' },
    'half.json': { cert: 'c.pem' },
    'groups.json': { team: { projects: ['*'] } },
  });
  const unknown = '(ERR_UNKNOWN_OPTION)';
  const invalid = '(ERR_INVALID_OPTION)';
  const wrong = [
    [['-p', '9000'], `Unknown option "-p": did you mean "--port"? ${unknown}`],
    [['plans'], `Unknown option "plans": did you mean "--data plans"? ${unknown}`],
    [
      ['port=0', '--tls', 'c.pem'],
      'Option "tls" takes a JSON file, such as {"key": "key.pem", "cert": "cert.pem"}; c.pem is itself ' +
        `PEM text ${invalid}`,
    ],
    [
      ['port=0', '--tls=tls.json'],
      `Option "tls" has an unknown key "crt": did you mean "cert"? ${invalid}`,
    ],
    [['port=0', '--tls=half.json'], `Option "tls" needs both "key" and "cert" ${invalid}`],
    [
      ['port=0', '--groups=groups.json'],
      `Group "team": for all projects, write "projects": "*" without brackets ${invalid}`,
    ],
    [
      ['hash-password', 'secret'],
      'hash-password takes no options: it reads the password from standard input, where nobody else ' +
        `sees it ${invalid}`,
    ],
  ];
  for (const [args, says] of wrong) {
    assert.deepEqual(await runFailing(t, args, { cwd }), {
      code: 2,
      says: `gantt-sync-server: ${says}\n`,
    });
  }
});

test('a misspelt variable of the environment is named, and what is not near an option is left alone', () => {
  const env = {
    GANTT_PROT: '81',
    GANTT_RESETDELAY: '60',
    GANTT_PAINTER: 'x',
    GANTT_DIST: 'x',
    GANT: 'x',
  };
  assert.deepEqual(readCommandLine([], env), {
    options: {},
    warnings: [
      'GANTT_PROT in the environment is no option: did you mean GANTT_PORT?',
      'GANTT_RESETDELAY in the environment is no option: did you mean GANTT_RESET_DELAY?',
    ],
  });
});

test('a time may say its unit, wherever it is given', () => {
  const read = (text) => readCommandLine([`--reset-delay=${text}`], {}).options.resetDelay;
  const times = {
    60: 60_000,
    '1800s': 1_800_000,
    '30m': 1_800_000,
    '1.5h': 5_400_000,
    '500ms': 500,
  };
  for (const [text, expected] of Object.entries(times)) {
    assert.equal(read(text), expected, text);
    const env = { GANTT_RESET_DELAY: text };
    assert.equal(readCommandLine([], env).options.resetDelay, expected, text);
    const inProgram = text === '60' ? 60 : expected;
    assert.equal(resolveOptions({ resetDelay: text }).resetDelay, inProgram, text);
  }
  const others = { autoSaveIntervalMins: '90s', authTimeout: '2m', pingInterval: '500ms' };
  const { autoSaveIntervalMins, authTimeout, pingInterval } = resolveOptions(others);
  assert.deepEqual([autoSaveIntervalMins, authTimeout, pingInterval], [1.5, 120, 0.5]);
  for (const wrong of ['30x', '-1s', 's', '600h', '1d', '30 minutes']) {
    assert.throws(
      () => read(wrong),
      /Option "resetDelay" must be a number from 0 to .*, or a time/,
    );
  }
});

test('hash-password hashes what it reads, for the option users', async (t) => {
  const child = runServer(t, ['hash-password']);
  child.process.stdin.end('correct horse\n');
  assert.ok(await passwordFits('correct horse', await child.line()));
  assert.equal(await child.ended, 0);
});

test('all spellings of an option mean the same', () => {
  const lines = [
    ['port=81', 'resetDelay=60', 'autoSaveIntervalMins=60', 'debug'],
    ['--port', '81', '--reset-delay', '60', '--auto-save-interval-mins', '60', '--debug'],
    ['--port=81', '--resetDelay=60', '--autoSaveIntervalMins=60', '--debug=true'],
  ];
  // Of the old server: seconds on the command line, milliseconds in the class.
  const expected = { port: 81, resetDelay: 60_000, autoSaveIntervalMins: 60, debug: true };
  for (const args of lines) assert.deepEqual(readCommandLine(args, {}).options, expected);
  const env = {
    GANTT_PORT: '81',
    GANTT_RESET_DELAY: '60',
    GANTT_AUTO_SAVE_INTERVAL_MINS: '60',
    GANTT_DEBUG: '1',
  };
  assert.deepEqual(readCommandLine([], env).options, expected);
});

test('policies for conflicts are one name, or one for each dialect', () => {
  const read = (text) => readCommandLine([`--conflicts=${text}`], {}).options.conflicts;
  const all = ALL_DIALECTS.map(({ name }) => [name, 'merge']);
  assert.deepEqual(read('merge'), Object.fromEntries(all));
  const some = { ...OPTIONS.conflicts.default, commands: 'server-wins', sync: 'merge' };
  assert.deepEqual(read('commands:server-wins,sync:merge'), some);
  for (const wrong of ['theirs', 'sync', 'sync:', 'sync:theirs', 'sink:merge', ',']) {
    assert.throws(() => read(wrong), /Option "conflicts" must be one of last-writer-wins, /, wrong);
  }
});

test('a hook is code: no text gives it', () => {
  assert.throws(() => readCommandLine(['--on-change=x'], {}), { code: 'ERR_UNKNOWN_OPTION' });
  assert.deepEqual(readCommandLine([], { GANTT_ON_CHANGE: 'x' }).options, {});
});

test('the command line wins over the environment', () => {
  const env = { GANTT_PORT: '82', GANTT_HOST: 'localhost', GANTT_PROJECTS: 'no-such-file.json' };
  const { options } = readCommandLine(['port=81', '--data', 'here'], env);
  assert.deepEqual(options, { port: 81, data: 'here', host: 'localhost' });
});

test('an option without its value, or with a wrong one, is named', () => {
  assert.throws(() => readCommandLine(['--port'], {}), /Option "port" needs a value/);
  assert.throws(() => readCommandLine(['host'], {}), /Option "host" needs a value/);
  assert.throws(() => readCommandLine(['port=x'], {}), /Option "port" must be a whole number/);
  assert.throws(() => readCommandLine([], { GANTT_PORT: 'x' }), /Option "port" must be/);
  assert.throws(() => readCommandLine(['users=none.json'], {}), /File none\.json/);
});

test('fields to merge are a list in one text, or in a program a list', () => {
  const options = (args, env = {}) => readCommandLine(args, env).options;
  const mergeFields = ['options', 'tasks.meta'];
  assert.deepEqual(options(['--merge-fields', 'options, tasks.meta']), { mergeFields });
  assert.deepEqual(options([], { GANTT_MERGE_FIELDS: 'options' }), { mergeFields: ['options'] });
  assert.deepEqual(resolveOptions({ mergeFields }).mergeFields, mergeFields);
  assert.deepEqual(resolveOptions({}).mergeFields, []);
  assert.throws(() => options(['--merge-fields', 'options,']), /"mergeFields" must be a list/);
});

test('origins and trusted proxies are lists in one text, or in a program lists', () => {
  const options = (args, env = {}) => readCommandLine(args, env).options;
  const origins = ['https://plan.example', 'https://b.example:8443'];
  assert.deepEqual(options(['--origins', 'https://Plan.example/, https://b.example:8443']), {
    origins,
  });
  assert.deepEqual(options([], { GANTT_ORIGINS: '*' }), { origins: ['*'] });
  assert.deepEqual(resolveOptions({ origins }).origins, origins);
  assert.deepEqual(options(['--trust-proxy=10.0.0.0/8,::1']), {
    trustProxy: ['10.0.0.0/8', '::1'],
  });
  assert.deepEqual(options([], { GANTT_TRUST_PROXY: '2' }), { trustProxy: 2 });
  assert.equal(resolveOptions({}).trustProxy, 0);
  for (const wrong of ['plan.example', 'https://plan.example/app', '', 'https://a.example,']) {
    assert.throws(
      () => options(['--origins', wrong]),
      /Option "origins" must be a list of origins/,
    );
  }
  for (const wrong of ['-1', '1.5', 'loopback', '10.0.0.0/33', true, [1], {}]) {
    assert.throws(
      () => resolveOptions({ trustProxy: wrong }),
      /Option "trustProxy" must be how many proxies there are/,
    );
  }
});
