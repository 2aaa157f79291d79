'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { connect, enter, rename, startServer } = require('../support/test-server');

/** What is no message: its text or bytes, and the code of the answer. */
const NO_MESSAGES = [
  ['text that is not JSON', 'hello', 'ERR_INVALID_JSON'],
  ['an empty text', '', 'ERR_INVALID_JSON'],
  ['JSON that is cut short', '{"command":"projects"', 'ERR_INVALID_JSON'],
  ['JSON with something behind it', '{"command":"projects"} x', 'ERR_INVALID_JSON'],
  ['null', 'null', 'ERR_NOT_AN_OBJECT'],
  ['a number', '17', 'ERR_NOT_AN_OBJECT'],
  ['a text', '"projects"', 'ERR_NOT_AN_OBJECT'],
  ['an array', '[{"command":"projects"}]', 'ERR_NOT_AN_OBJECT'],
  ['an object without a command', '{}', 'ERR_INVALID_COMMAND'],
  ['a command that is a number', '{"command":5}', 'ERR_INVALID_COMMAND'],
  ['a command that is an object', '{"command":{"command":"projects"}}', 'ERR_INVALID_COMMAND'],
  ['an unknown command', '{"command":"dance"}', 'ERR_UNKNOWN_COMMAND'],
  ['the command __proto__', '{"command":"__proto__"}', 'ERR_UNKNOWN_COMMAND'],
  ['the command toString', '{"command":"toString"}', 'ERR_UNKNOWN_COMMAND'],
  ['a field __proto__', '{"__proto__":{"command":"projects"}}', 'ERR_INVALID_COMMAND'],
  ['20,000 levels', `{"command":"x","data":${'['.repeat(20_000)}`, 'ERR_TOO_DEEP'],
  [
    'two commands that two readers read',
    `{"command":"projects","pad":"${'x'.repeat(600)}","command":"project_change","data":{}}`,
    'ERR_INVALID_COMMAND',
  ],
  [
    'two commands in a few bytes',
    '{"command":"version","command":"version"}',
    'ERR_INVALID_COMMAND',
  ],
  ['a lone surrogate', '{"command":"login","data":{"login":"\\ud800"}}', 'ERR_INVALID_JSON'],
  ['a binary frame', Buffer.from('{"command":"projects"}'), 'ERR_BINARY_MESSAGE'],
];

/** Changes that are none: the changes of one revision, or a whole message, and the code of the answer. */
const NO_CHANGES = [
  ['changes that are an array', { changes: [] }, 'ERR_INVALID_CHANGES'],
  ['no changes', {}, 'ERR_INVALID_CHANGES'],
  ['a store that is a number', { changes: { tasks: 5 } }, 'ERR_INVALID_CHANGES'],
  ['a store that is null', { changes: { tasks: null } }, 'ERR_INVALID_CHANGES'],
  ['added that is an object', { changes: { tasks: { added: {} } } }, 'ERR_INVALID_CHANGES'],
  ['a record that is a text', { changes: { tasks: { added: ['x'] } } }, 'ERR_INVALID_CHANGES'],
  ['an id that is an object', { changes: { tasks: { updated: [{ id: {} }] } } }, 'ERR_INVALID_ID'],
  ['an id that is an array', { changes: { tasks: { removed: [{ id: [1] }] } } }, 'ERR_INVALID_ID'],
];

test('what is no message is answered with an error and its code, before and after a login', async (t) => {
  const server = await startServer(t);
  const stranger = await connect(t, server);
  const ada = await enter(t, server, 'Ada', 1);
  for (const [what, message, code] of NO_MESSAGES) {
    for (const client of [stranger, ada]) {
      const answer = await client.request(message);
      assert.deepEqual(Object.keys(answer), ['command', 'message', 'error'], what);
      assert.equal(answer.error, answer.message, what);
      assert.equal(answer.command, 'error', what);
      assert.ok(answer.message.endsWith(`(${code})`), `${what}: ${answer.message}`);
      assert.ok(answer.message.length < 200, what);
    }
  }
  assert.deepEqual(await ada.drain(), []);
});

test('a change that is none is answered with an error and changes nothing', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const bob = await enter(t, server, 'Bob', 1);
  await ada.drain();
  for (const [what, revision, code] of NO_CHANGES) {
    const revisions = [rename(1, 'x').data.revisions[0], { revision: 'local-2', ...revision }];
    const answer = await ada.request({
      command: 'project_change',
      data: { project: 1, revisions },
    });
    assert.deepEqual(Object.keys(answer), ['command', 'error'], what);
    assert.equal(answer.command, 'project_change', what);
    assert.ok(answer.error.endsWith(`(${code})`), `${what}: ${answer.error}`);
  }
  const { data } = await ada.load(1);
  assert.equal(data.revision, 'base');
  assert.equal(data.dataset.tasksData[0].name, 'Dig');
  assert.deepEqual(await bob.drain(), []);
});

test('a change whose text is wrong is answered as text that is wrong', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const start = '{"command":"project_change","data":';
  const texts = [
    [`${start}`, 'ERR_INVALID_JSON'],
    [
      `${start}{"project":1,"revisions":[{"revision":"a","changes":{"t":1e}}]}}`,
      'ERR_INVALID_JSON',
    ],
    [`${start}{"project":1,"revisions":[]},"command":"projects"}`, 'ERR_INVALID_COMMAND'],
    [`${start}${'['.repeat(20_000)}`, 'ERR_TOO_DEEP'],
    [`${start}${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`, 'ERR_TOO_DEEP'],
  ];
  for (const [text, code] of texts) {
    const { command, message } = await ada.request(text);
    assert.equal(command, 'error');
    assert.ok(message.endsWith(`(${code})`), message);
  }
});

test('numbers that no double holds are refused', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  for (const number of ['1e999', '-1e999', '9'.repeat(400)]) {
    const text = JSON.stringify(rename(1, 'Dig')).replaceAll('"Dig"', `"Dig","cost":${number}`);
    const { command, message } = await ada.request(text);
    assert.equal(command, 'error');
    assert.match(message, /\(ERR_INVALID_JSON\)$/);
  }
});

test('names that every object has are names of stores and fields like any other', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  const record = '{"$PhantomId":"_generated1","__proto__":1,"toString":2}';
  for (const store of ['tasks', '__proto__', 'constructor']) {
    const changes = `{"${store}":{"added":[${record}]}}`;
    const revisions = `[{"revision":"local-1","changes":${changes}}]`;
    const start = '{"command":"project_change","data":{"project":1,"revisions":';
    assert.equal((await ada.request(`${start}${revisions}}}`)).command, 'project_change');
  }

  const { data } = await ada.load(1);
  for (const store of ['tasks', '__proto__', 'constructor']) {
    const [added] = Object.entries(data.dataset)
      .find(([name]) => name === `${store}Data`)[1]
      .slice(-1);
    assert.deepEqual(Object.entries(added).slice(0, 2), [
      ['__proto__', 1],
      ['toString', 2],
    ]);
  }
});

test('a message that is too long is answered before the connection is closed', async (t) => {
  const server = await startServer(t, { maxPayload: 2048 });
  const ada = await enter(t, server, 'Ada', 1);

  const { command, message } = await ada.request(rename(1, 'x'.repeat(3000)));

  assert.equal(command, 'error');
  assert.match(message, /\(ERR_MESSAGE_TOO_LARGE\)$/);
  assert.equal(await ada.closed, 1009);
  const bob = await enter(t, server, 'Bob');
  const { data } = await bob.load(1);
  assert.equal(data.revision, 'base');
});

test('a command that is too long is refused, and before a login the connection closed for it', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada');
  const zoe = await connect(t, server);
  const long = `{"command":"login","x":"${'x'.repeat(70_000)}"}`;
  for (const client of [ada, zoe]) {
    assert.match((await client.request(long)).message, /\(ERR_MESSAGE_TOO_LARGE\)$/);
  }
  assert.equal(await zoe.closed, 1009);
  assert.deepEqual(await ada.drain(), []);
});

test('text that is not UTF-8 is answered before the connection is closed', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);

  ada.socket.send(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), { binary: false });

  const { command, message } = await ada.next();
  assert.equal(command, 'error');
  assert.match(message, /\(ERR_INVALID_UTF8\)$/);
  assert.equal(await ada.closed, 1007);
});

test('a fault of the server is answered without a stack and without a path', async (t) => {
  const server = await startServer(t);
  const ada = await enter(t, server, 'Ada', 1);
  t.mock.method(Date, 'now', () => {
    throw new Error(`broken in ${__filename}`);
  });

  const answer = await ada.request(rename(1, 'x'));

  t.mock.restoreAll();
  assert.equal(answer.command, 'error');
  assert.equal(answer.message, 'The server failed; its log says why (ERR_INTERNAL)');
  assert.ok(server.logged.some((line) => line.includes(__filename)));
});
