'use strict';

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const readline = require('node:readline');
const { text } = require('node:stream/consumers');
const { MessageQueue } = require('./message-queue');
const { within } = require('./within');

const SERVER = path.join(__dirname, '..', '..', 'server.js');

/**
 * A program in a process of its own, which ends with the test at the latest.
 */
class ChildProcess {
  #lines = new MessageQueue();
  #ended;

  /**
   * @param {import('node:test').TestContext} t
   * @param {string[]} args of node
   * @param {{env?: object, cwd?: string, uid?: number}} [options]
   */
  constructor(t, args, { env = {}, cwd, uid } = {}) {
    this.process = spawn(process.execPath, args, { env: { ...process.env, ...env }, cwd, uid });
    t.after(() => this.process.kill('SIGKILL'));
    const lines = readline.createInterface({ input: this.process.stdout });
    lines.on('line', (line) => this.#lines.push(line));
    this.errors = text(this.process.stderr).catch(() => 'standard error was closed');
    this.#ended = once(this.process, 'close').then(async ([code, signal]) => {
      this.#lines.end(`The process ended with ${code ?? signal}: ${await this.errors}`);
      return code ?? signal;
    });
  }

  /** @returns {Promise<number | string>} the exit code or the signal, when the process has ended */
  get ended() {
    return within(this.#ended, 'end of the process');
  }

  /** @returns {Promise<string>} the next line of standard output */
  line() {
    return this.#lines.next('line of output');
  }

  /** @returns {Promise<string>} the address that a server prints when it is ready */
  async address() {
    const line = await this.line();
    const [, address] = /^listening on (wss?:\/\/\S+:\d+)$/.exec(line) ?? [];
    if (!address) throw new Error(`Not the line of a server that is ready: ${line}`);
    return address;
  }
}

/**
 * @param {import('node:test').TestContext} t
 * @param {string[]} args of the server's command line
 * @param {{env?: object, cwd?: string, uid?: number}} [options]
 * @returns {ChildProcess}
 */
function runServer(t, args, options) {
  return new ChildProcess(t, [SERVER, ...args], options);
}

module.exports = { ChildProcess, runServer };
