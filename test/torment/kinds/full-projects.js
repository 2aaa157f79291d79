'use strict';

const { fill, spell } = require('../change-kind');

const BYTES = 1_000_000;
/** More than fit into a project, however small the server takes a record to be. */
const MOST_MESSAGES = 80;

/** Records until the project is full, in the store that nobody looks at. */
module.exports = {
  name: 'full projects',
  isHeavy: true,
  mustBe: ['answered', 'refused'],
  async run(bout) {
    const project = 'last-writer-wins';
    const attacker = await bout.enter('flat', project);
    const note = 'x'.repeat(1000);
    for (let sent = 0; sent < MOST_MESSAGES && bout.tally.refused === 0; sent++) {
      const added = fill(BYTES, (i) => ({ id: `${sent}.${i}`, note }));
      attacker.send(spell('flat', project, [{ changelogs: { added } }])[0]);
      await bout.done(attacker, 'flat');
    }
    attacker.leave();
    await bout.clean(project);
  },
};
