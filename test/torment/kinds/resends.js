'use strict';

const { HOME } = require('../world');

const CHANGES = 60;
const NUMBERS = 7;

/** The same changes again and again, while the first answers are still on their way. Each must be made once. */
module.exports = {
  name: 'floods of resends',
  mustBe: ['answered'],
  async run(bout) {
    const attacker = await bout.enter('sync', HOME);
    const made = new Map();
    attacker.socket.on('message', (data) => {
      const { type, payload } = JSON.parse(data.toString());
      if (type !== 'ack') return;
      const { clientRevision, serverRevision } = payload;
      const first = made.get(clientRevision) ?? serverRevision;
      bout.expect(first === serverRevision, `${clientRevision} was made twice`);
      made.set(clientRevision, first);
    });
    for (let i = 0; i < CHANGES; i++) {
      const revision = `resend-${i % NUMBERS}`;
      attacker.send({
        type: 'changes',
        payload: { project: { [revision]: i % NUMBERS } },
        revision,
      });
    }
    await bout.done(attacker, 'sync');
    bout.expect(made.size === NUMBERS, `${made.size} of ${NUMBERS} changes were made`);
  },
};
