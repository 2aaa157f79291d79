'use strict';

const { BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, byteByByte, frame } = require('../frames');
const { spell } = require('../change-kind');
const { HOME } = require('../world');

const MEBIBYTE = 1024 * 1024;
const MOST_PAYLOAD = 4 * MEBIBYTE;
const LOGIN = JSON.stringify({ command: 'login', data: { login: 'Fragments' } });
const VERSION = JSON.stringify({ command: 'version' });
const rename = () => spell('commands', HOME, [{ project: { last: 'words' } }])[0];

/** Frames that ws reads as they are allowed to be, and as they are not. */
module.exports = [
  {
    name: 'one-byte fragments',
    mustBe: ['heard'],
    async run(bout) {
      const client = await bout.rawSocket();
      client.send(byteByByte(LOGIN));
      await client.answer();
      for (let i = 0; i < 50; i++) client.send(byteByByte(VERSION));
      // One message that never ends, of frames that are all header.
      const piece = frame(CONTINUATION, 'x', { isLast: false });
      client.send(frame(TEXT, '{', { isLast: false }));
      for (let i = 0; i < 20; i++) client.send(Buffer.concat(Array(1000).fill(piece)), 1000);
      const calm = await bout.connect();
      calm.send(VERSION);
      await bout.until(calm, /version/);
    },
  },
  {
    name: 'unfinished frames',
    mustBe: ['heard'],
    async run(bout) {
      const begun = frame(TEXT, Buffer.alloc(MEBIBYTE, ' '), { length: MOST_PAYLOAD });
      const clients = [];
      for (let i = 0; i < 30; i++) {
        const client = await bout.rawSocket();
        if (i % 2) client.send(frame(TEXT, LOGIN));
        client.send(begun);
        clients.push(client);
      }
      await bout.pause(300);
      const calm = await bout.connect();
      calm.send(VERSION);
      await bout.until(calm, /version/);
      for (const client of clients) client.leave();
    },
  },
  {
    name: 'floods of pings and pongs',
    mustBe: ['heard'],
    async run(bout) {
      const client = await bout.rawSocket();
      client.send(frame(TEXT, LOGIN));
      const payload = Buffer.alloc(bout.random.pick([0, 20, 125]), '1.');
      const flood = Buffer.concat([
        ...Array(500).fill(frame(PONG, payload)),
        ...Array(500).fill(frame(PING, payload)),
      ]);
      for (let i = 0; i < 40; i++) {
        client.send(flood, 1000);
        await bout.pause(5);
      }
      client.send(frame(TEXT, VERSION));
      const calm = await bout.connect();
      calm.send(VERSION);
      await bout.until(calm, /version/);
    },
  },
  {
    name: 'frames against the protocol',
    mustBe: ['closed'],
    async run(bout) {
      const wrong = [
        frame(3, 'an opcode that there is not'),
        frame(TEXT, 'compressed, they say', { isCompressed: true }),
        frame(CONTINUATION, 'of nothing'),
        frame(PING, 'x'.repeat(126)),
        frame(PING, 'x', { isLast: false }),
        frame(TEXT, Buffer.from([0x7b, 0xff, 0xfe])),
        frame(CLOSE, Buffer.from([0x03])),
        frame(CLOSE, Buffer.from([0x03, 0xec])),
        frame(TEXT, '', { length: 2 ** 52 }),
        Buffer.from([0x81, 0x05, 0x68, 0x65, 0x6c, 0x6c, 0x6f]),
      ];
      for (const bytes of bout.random.shuffle(wrong).slice(0, 6)) {
        const client = await bout.rawSocket();
        client.send(frame(TEXT, LOGIN));
        client.send(bytes);
        await bout.orTooLate(client.ended);
      }
    },
  },
  {
    name: 'messages that are too large',
    isHeavy: true,
    mustBe: ['refused', 'closed'],
    async run(bout) {
      const attacker = await bout.connect();
      attacker.send(' '.repeat(70_000));
      attacker.send(JSON.stringify({ command: 'login', data: { login: 'x'.repeat(70_000) } }));
      await bout.done(attacker, 'commands');
      attacker.send(JSON.stringify({ command: 'login', data: { login: bout.name() } }));
      attacker.send(JSON.stringify({ command: 'dataset', data: { project: 'x'.repeat(70_000) } }));
      await bout.done(attacker, 'commands');
      attacker.send(Buffer.alloc(MOST_PAYLOAD + 1, ' '));
      await bout.until(attacker, /never/);
    },
  },
  {
    name: 'last words',
    mustBe: ['heard', 'closed'],
    async run(bout) {
      // All in one packet, with the goodbye behind it, or with the end of the connection.
      const client = await bout.rawSocket();
      const load = JSON.stringify({ command: 'dataset', data: { project: HOME } });
      const changes = Array.from({ length: 20 }, () => frame(TEXT, rename()));
      const goodbye = frame(CLOSE, Buffer.from([0x03, 0xe8]));
      const words = [frame(TEXT, LOGIN), frame(TEXT, load), ...changes, goodbye];
      client.send(Buffer.concat(words), words.length);
      if (bout.random.chance(0.3)) client.socket.resetAndDestroy();
      else await bout.orTooLate(client.ended);
    },
  },
  {
    name: 'binary frames',
    mustBe: ['refused'],
    async run(bout) {
      const client = await bout.rawSocket();
      client.send(frame(BINARY, LOGIN));
      await client.answer();
      client.send(frame(TEXT, LOGIN));
      await client.answer();
      for (let i = 0; i < 200; i++) client.send(frame(BINARY, rename()));
      await client.answer();
    },
  },
];
