'use strict';

const { HOME } = require('../world');

const CROWD = 60;

/** Many connections at the same time. */
module.exports = [
  {
    name: 'dropped crowds',
    mustBe: ['sent'],
    async run(bout) {
      const dialect = bout.random.pick(['commands', 'flat', 'sync']);
      const crowd = await Promise.all(
        Array.from({ length: CROWD }, () => bout.enter(dialect, HOME)),
      );
      await bout.done(crowd[0], dialect);
      for (const client of crowd) client.drop();
    },
  },
  {
    name: 'floods of selections',
    mustBe: ['sent'],
    async run(bout) {
      const crowd = await Promise.all(Array.from({ length: 10 }, () => bout.enter('sync', HOME)));
      for (let i = 0; i < 100; i++) {
        for (const client of crowd) {
          client.send({ type: 'selection', payload: { taskId: i } });
          client.send({ type: 'heartbeat', payload: { activeTask: `task ${i}` } });
        }
      }
      for (const client of crowd) await bout.done(client, 'sync');
    },
  },
];
