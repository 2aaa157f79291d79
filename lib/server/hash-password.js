'use strict';

const readline = require('node:readline');
const { text } = require('node:stream/consumers');
const { Writable } = require('node:stream');
const { hashPassword } = require('../access/passwords');
const { codedError } = require('../base/errors');

/**
 * What `gantt-sync-server hash-password` does: reads a password and answers the line for the option `users`. On a terminal it
 * asks, and shows nothing of what is typed; else it takes the whole input without the end of its last line. A password on the
 * command line would be seen by everybody on the machine.
 *
 * @param {import('node:tty').ReadStream | import('node:stream').Readable} input
 * @param {import('node:stream').Writable} prompt where it asks
 * @returns {Promise<string>}
 */
async function hashGivenPassword(input, prompt) {
  const password = 'isTTY' in input && input.isTTY ? await ask(input, prompt) : await text(input);
  const bare = password.replace(/\r?\n$/, '');
  if (bare === '') throw codedError('ERR_INVALID_OPTION', 'The password is empty');
  return hashPassword(bare);
}

/**
 * @param {import('node:stream').Readable} input
 * @param {import('node:stream').Writable} prompt
 * @returns {Promise<string>} empty when there is no answer
 */
async function ask(input, prompt) {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = readline.createInterface({ input, output: silent, terminal: true });
  prompt.write('Password: ');
  const answer = await new Promise((resolve) => {
    lines.once('line', resolve);
    lines.once('close', () => resolve(''));
  });
  lines.close();
  prompt.write('\n');
  return answer;
}

module.exports = { hashGivenPassword };
