'use strict';

const { spell } = require('../change-kind');
const { HOME } = require('../world');

const TIMES = 300;

/** Two who overwrite each other without end, in fields whose names nobody wants to see in a log. */
module.exports = {
  name: 'storms',
  mustBe: ['heard'],
  async run(bout) {
    const both = await Promise.all(['commands', 'commands'].map((one) => bout.enter(one, HOME)));
    const field = bout.random.pick(['name', 'new\nline', '\u001b[2J', 'x'.repeat(500)]);
    for (let i = 0; i < TIMES; i++) {
      const updated = [
        { id: 'events-1', [field]: i },
        { id: `events-${i % 30}`, [field]: -i },
      ];
      for (const [index, client] of both.entries()) {
        const changes = { tasks: { updated: updated.map((one) => ({ ...one, who: index + i })) } };
        for (const text of spell('commands', HOME, [changes])) client.send(text);
      }
      if (i % 20 === 0) await Promise.all(both.map((client) => bout.done(client, 'commands')));
    }
    await Promise.all(both.map((client) => bout.done(client, 'commands')));
  },
};
