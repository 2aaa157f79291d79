'use strict';

const readline = require('node:readline');
const { text } = require('node:stream/consumers');
const { Writable } = require('node:stream');
const { hashPassword } = require('../access/passwords');
const { codedError } = require('../base/errors');

/**
 * The command `gantt-sync-server hash-password`: reads a password, and returns its hash for the option `users`. On a
 * terminal it prompts without echo; otherwise it reads the whole input without the last line break. A password on the
 * command line would be visible to all users of the machine.
 *
 * @param {import('node:tty').ReadStream | import('node:stream').Readable} input
 * @param {import('node:stream').Writable} prompt output for the prompt
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
 * @returns {Promise<string>} empty without an answer
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
