'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const {
  RawArguments,
  messageOf,
  parserOf,
  readEvent,
} = require('../../../lib/dialects/socketio/packets');

/** The message that a packet becomes; undefined: it is left to the parser. */
function messageIn(packet) {
  const event = readEvent(packet);
  return event && messageOf(event.name, event.raw);
}

test('an event becomes a message with its argument as it came', () => {
  const cases = {
    '2["a"]': '{"type":"a"}',
    '2["a",{"b":1}]': '{"type":"a","data":{"b":1}}',
    '217["a",{"b":1}]': '{"type":"a","data":{"b":1},"ack":17}',
    '2["a" , {"b":"]"} ] ': '{"type":"a","data": {"b":"]"} }',
    '23["a"]': '{"type":"a","ack":3}',
    '2["a",1.50]': '{"type":"a","data":1.50}',
  };
  for (const [packet, message] of Object.entries(cases)) assert.equal(messageIn(packet), message);
});

test('what a flat object behind the argument says stands beside it', () => {
  const cases = {
    '2["a",{"b":{}},{"fence":3}]': '{"type":"a","data":{"b":{}},"fence":3}',
    '25["a",{}, {} ]': '{"type":"a","data":{}, {} ,"ack":5}',
    '25["a",{}, {}]': '{"type":"a","data":{},"ack":5}',
    '2["a",{"b":"},{x"}]': '{"type":"a","data":{"b":"},{x"}}',
    '2["a",{"b":[{"id":1},{"id":2}]}]': '{"type":"a","data":{"b":[{"id":1},{"id":2}]}}',
  };
  for (const [packet, message] of Object.entries(cases)) assert.equal(messageIn(packet), message);
});

test('other packets, other namespaces and odd names are left to the parser', () => {
  const others = [
    '0',
    '1',
    '3["a"]',
    '2/b,["a"]',
    '2["a\\n"]',
    '2[1]',
    '2["a"',
    '2["a"x]',
    '2',
    '51-["a"]',
  ];
  for (const packet of others) assert.equal(messageIn(packet), undefined, packet);
});

test('the decoder gives events with their raw arguments, and everything else as ever', () => {
  const { Decoder } = parserOf(require.resolve('socket.io'));
  const decoder = new Decoder();
  const decoded = [];
  decoder.on('decoded', (packet) => decoded.push(packet));
  decoder.add('27["a",{"b":1}]');
  decoder.add('0{"token":"x"}');
  const [event, connect] = decoded;
  assert.deepEqual(event, { type: 2, nsp: '/', data: ['a', new RawArguments('{"b":1}', '7')] });
  assert.deepEqual([connect.type, connect.data], [0, { token: 'x' }]);
  decoder.add('51-["a",{"_placeholder":true,"num":0}]');
  assert.throws(() => decoder.add('2["a"]'), /plaintext/);
  decoder.add(Buffer.from('x'));
  assert.deepEqual(decoded[2].data, ['a', new RawArguments('', '', true)]);
  decoder.add('23["a \\"b\\"",{"c":1},2]');
  assert.deepEqual(decoded[3].data, ['a "b"', new RawArguments('{"c":1},2', '3')]);
});

test('who hears usual events hears them at once, but behind what Socket.IO tells later', async () => {
  const { Decoder } = parserOf(require.resolve('socket.io'));
  const decoder = new Decoder();
  const heard = [];
  decoder.on('decoded', ({ type, data }) => heard.push(`${type} ${data?.[0]} later`));
  decoder.onEvent = (name, raw) => heard.push(`${name} ${raw.text} ${raw.ack}`);
  decoder.inOrder(() => heard.push('first'));
  decoder.add('27["a",{"b":1}]');
  decoder.add('1');
  decoder.inOrder(() => heard.push('tick'));
  decoder.add('2["b"]');
  assert.deepEqual(heard, ['first', 'a {"b":1} 7', '1 undefined later', '2 b later']);
  await new Promise(process.nextTick);
  decoder.add('2["c"]');
  assert.deepEqual(heard.slice(4), ['tick', 'c  ']);
});
