'use strict';

const { TEXT, frame } = require('../frames');
const { HOME, JANITOR } = require('../world');

const RESETS = 300;

/** Who may reset does so without end, all in one packet. The honest ones see their project begin again. */
module.exports = {
  name: 'resets in one packet',
  mustBe: ['heard'],
  async run(bout) {
    const project = bout.random.pick([HOME, 'merge']);
    const client = await bout.rawSocket();
    client.send(frame(TEXT, JSON.stringify({ command: 'login', data: JANITOR })));
    await bout.orTooLate(client.answer());
    const load = frame(TEXT, JSON.stringify({ command: 'dataset', data: { project } }));
    const reset = frame(TEXT, JSON.stringify({ command: 'reset', data: { project } }));
    client.send(Buffer.concat([load, ...Array(RESETS).fill(reset)]), RESETS + 1);
    const janitor = await bout.enter('commands', project, JANITOR);
    janitor.send({ command: 'reset', data: { project } });
    await bout.until(janitor, /^\{"command":"reset"/);
  },
};
