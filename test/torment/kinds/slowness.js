'use strict';

const { fill, spell } = require('../change-kind');
const { frame, TEXT } = require('../frames');

const ARENA = 'last-writer-wins';
const PIECE = 2000;
const LOGIN = JSON.stringify({ command: 'login', data: { login: 'Slow' } });
const LOAD = JSON.stringify({ command: 'dataset', data: { project: ARENA } });

/** Those who read, or send, much more slowly than they could, or not at all. */
module.exports = [
  {
    name: 'slow readers',
    isHeavy: true,
    mustBe: ['heard'],
    async run(bout) {
      const readers = await Promise.all(
        ['commands', 'flat', 'sync'].map((dialect) => bout.enter(dialect, ARENA)),
      );
      for (const { socket } of readers) socket.pause();
      const author = await bout.enter('commands', ARENA);
      const note = 'x'.repeat(200_000);
      // More than they may leave unread.
      for (let i = 0; i < 100; i++) {
        for (const text of spell('commands', ARENA, [{ project: { [`note ${i % 4}`]: note } }])) {
          author.send(text);
        }
        if (i % 10 === 9) await bout.done(author, 'commands');
      }
      for (const { socket } of readers) socket.resume();
      author.leave();
      await bout.clean(ARENA);
    },
  },
  {
    name: 'floods of questions',
    mustBe: ['sent'],
    async run(bout) {
      const attacker = await bout.enter('commands', ARENA);
      attacker.socket.pause();
      for (let i = 0; i < 300; i++) attacker.send({ command: 'dataset', data: { project: ARENA } });
      await bout.pause(500);
      attacker.socket.resume();
      await bout.done(attacker, 'commands');
    },
  },
  {
    name: 'slow senders',
    mustBe: ['heard'],
    async run(bout) {
      const client = await bout.rawSocket();
      client.send(frame(TEXT, LOGIN));
      client.send(frame(TEXT, LOAD));
      await client.answer();
      const added = fill(100_000, (i) => ({ id: `slow ${i}` }));
      const [text] = spell('commands', ARENA, [{ changelogs: { added } }]);
      const bytes = frame(TEXT, text);
      for (let at = 0; at < bytes.length; at += PIECE) {
        client.send(bytes.subarray(at, at + PIECE), 0);
        await bout.pause(20);
      }
      client.send('', 1);
      const { heard } = bout;
      while (bout.heard === heard && !client.socket.closed) await bout.orTooLate(client.answer());
    },
  },
];
