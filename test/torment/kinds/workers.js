'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');
const { once } = require('node:events');
const { text } = require('node:stream/consumers');

const PROGRAM = path.join(__dirname, '..', 'worker.js');

/** Servers in workers of a program of their own, which are ended while they load, answer and send. */
module.exports = {
  name: 'workers that are ended',
  mustBe: ['closed'],
  async run(bout) {
    bout.tally.sent++;
    const program = spawn(process.execPath, [PROGRAM, String(bout.random.int(1e9))], {
      stdio: ['ignore', 'ignore', 'pipe'],
      signal: bout.signal,
    });
    const [errors, [code, signal]] = await Promise.all([
      text(program.stderr),
      once(program, 'exit'),
    ]);
    bout.tally.ended('program');
    bout.expect(code === 0, `the program ended with ${signal ?? code}: ${errors.slice(0, 1000)}`);
  },
};
