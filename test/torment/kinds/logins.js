'use strict';

const { HOME, NEWCOMER, SILENT_TOKEN } = require('../world');

const LOGINS = 500;
const ABANDONED = 100;
const GUESSES = 8;
const NAMES = [
  'Server',
  ' server ',
  'Ser\u200bver',
  'S\u0435rver',
  'new\nline',
  'esc\u001b[2J',
  '\u202erevres',
  'x'.repeat(256),
  'x'.repeat(300),
  '\ud800',
  '__proto__',
  'Ｓｅｒｖｅｒ',
  '',
  ' ',
  '\u0000',
];

const login = (name, password) => ({ command: 'login', data: { login: name, password } });

/** Those who come in without end, under names that are not theirs, or with passwords that they have made up. */
module.exports = [
  {
    name: 'login loops',
    mustBe: ['heard'],
    async run(bout) {
      const dialect = bout.random.pick(['commands', 'flat']);
      const attacker = await bout.connect();
      for (let i = 0; i < LOGINS; i++) {
        const name = bout.name();
        attacker.send(dialect === 'flat' ? { command: 'hello', userName: name } : login(name));
      }
      await bout.done(attacker, dialect);
    },
  },
  {
    name: 'wrong passwords',
    mustBe: ['refused'],
    async run(bout) {
      const guess = async () => {
        const attacker = await bout.connect();
        for (let i = 0; i < GUESSES; i++) {
          const name = bout.random.chance(0.5) ? NEWCOMER.login : 'janitor';
          attacker.send(login(name, `guess ${i}`));
        }
        await bout.until(attacker, /error/);
        attacker.leave();
      };
      await Promise.all(Array.from({ length: 10 }, guess));
      const authorization = `Basic ${Buffer.from(`${NEWCOMER.login}:guess`).toString('base64')}`;
      await bout.connect(`/gantt-sync?project=${HOME}`, { headers: { authorization } });
    },
  },
  {
    name: 'abandoned logins',
    mustBe: ['sent'],
    async run(bout) {
      for (let i = 0; i < ABANDONED; i++) {
        const attacker = await bout.connect();
        attacker.send(login(NEWCOMER.login, 'guess'));
        attacker.send(login(NEWCOMER.login, NEWCOMER.password));
        attacker.socket.once('close', () => {});
        await bout.pause(1);
        attacker.drop();
      }
    },
  },
  {
    name: 'names that are none',
    mustBe: ['heard', 'refused'],
    async run(bout) {
      for (const name of bout.random.shuffle([...NAMES])) {
        const attacker = await bout.connect();
        const isFlat = bout.random.chance(0.5);
        attacker.send(isFlat ? { command: 'hello', userName: name } : login(name));
        attacker.send({ command: `odd\n\u001b[31m${name}` });
        attacker.send({ command: 'dataset', data: { project: HOME } });
        await bout.done(attacker, 'commands');
        attacker.leave();
      }
    },
  },
  {
    name: 'tokens that nobody decides about',
    stage: 'program',
    mustBe: ['sent'],
    async run(bout) {
      for (let i = 0; i < 50; i++) {
        const client = await bout.raw();
        void client.upgrade(`/gantt-sync?project=${HOME}&token=${SILENT_TOKEN}`);
      }
      await bout.pause(200);
      const calm = await bout.enter('sync', HOME);
      await bout.done(calm, 'sync');
    },
  },
];
