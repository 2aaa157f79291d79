'use strict';

const { HOME } = require('../world');

const ID = /"(?:clientId|sender|client)":"(client-[\w-]+)"/;

/** Strangers who say that they are somebody whose id they have seen. */
module.exports = {
  name: 'takeovers',
  mustBe: ['heard'],
  async run(bout) {
    const victim = await bout.enter('sync', HOME);
    const [, id] = ID.exec(victim.first) ?? [];
    bout.expect(id !== undefined, `no id in ${victim.first}`);
    // While the victim is there, and when it has just gone.
    for (const isGone of [false, true]) {
      if (isGone) victim.drop();
      for (let i = 0; i < 5; i++) {
        const stranger = await bout.enter('sync', HOME, { query: `&clientId=${id}` });
        const [, own] = ID.exec(stranger.first) ?? [];
        bout.expect(
          own !== id,
          `a stranger got the id ${id} of somebody who ${isGone ? 'left' : 'is there'}`,
        );
        stranger.leave();
      }
    }
    const stranger = await bout.enter('commands', HOME);
    stranger.send({ command: 'dataset', data: { project: HOME, since: 'server-0', client: id } });
    stranger.send({
      command: 'dataset',
      data: { project: HOME, since: 'server-1', client: 'client-x' },
    });
    await bout.done(stranger, 'commands');
  },
};
