'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');
const { WebSocket } = require('ws');

/** What distributions call it. */
const NAMES = ['firefox-esr', 'firefox'];

/** @returns {string | undefined} the Firefox that the variable FIREFOX names, else the first on the PATH */
function findFirefox() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const files = process.env.FIREFOX
    ? [process.env.FIREFOX]
    : NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return files.find((file) => fs.existsSync(file));
}

/** A Firefox with a profile of its own, driven over WebDriver BiDi, which it speaks by itself. */
class Firefox {
  #last = 0;
  /** By the number of what was asked. @type {Map<number, {resolve: (result: any) => void, reject: (error: Error) => void}>} */
  #asked = new Map();

  static async launch() {
    const firefox = new Firefox();
    firefox.profile = fs.mkdtempSync(path.join(os.tmpdir(), 'firefox-'));
    firefox.child = spawn(
      findFirefox(),
      ['--headless', '--no-remote', '--profile', firefox.profile, '--remote-debugging-port', '0'],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    try {
      const address = await firefox.#address();
      firefox.socket = new WebSocket(`${address}/session`);
      firefox.socket.on('message', (text) => firefox.#hear(JSON.parse(String(text))));
      await new Promise((resolve, reject) => {
        firefox.socket.once('open', resolve).once('error', reject);
      });
      await firefox.#ask('session.new', { capabilities: {} });
    } catch (error) {
      await firefox.close();
      throw error;
    }
    return firefox;
  }

  /** @returns {Promise<string>} where it listens, as it says when it has begun */
  async #address() {
    const said = [];
    for await (const line of readline.createInterface({ input: this.child.stderr })) {
      said.push(line);
      const [, address] = /WebDriver BiDi listening on (ws:\S+)/.exec(line) ?? [];
      if (!address) continue;
      this.child.stderr.resume();
      return address;
    }
    throw new Error(`Firefox has ended: ${said.join('\n')}`);
  }

  /** @param {any} message */
  #hear({ id, type, result, error, message }) {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (type === 'error') asked?.reject(new Error(`${error}: ${message}`));
    else asked?.resolve(result);
  }

  /** @param {string} method @param {object} params @returns {Promise<any>} */
  #ask(method, params) {
    const id = ++this.#last;
    this.socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
    });
  }

  /**
   * Opens a tab.
   *
   * @param {string} url
   * @returns {Promise<{ run: (code: string) => Promise<any>, reload: () => Promise<void>, close: () => Promise<void> }>} `run` answers what the
   *   body of an async function returns
   */
  async visit(url) {
    const { context } = await this.#ask('browsingContext.create', { type: 'tab' });
    await this.#ask('browsingContext.navigate', { context, url, wait: 'complete' });
    return {
      run: async (code) => {
        const { result, exceptionDetails } = await this.#ask('script.evaluate', {
          expression: `(async () => { ${code} })().then((answer) => JSON.stringify(answer ?? null))`,
          target: { context },
          awaitPromise: true,
        });
        if (exceptionDetails) throw new Error(exceptionDetails.text);
        return JSON.parse(result.value);
      },
      reload: async () =>
        void (await this.#ask('browsingContext.reload', { context, wait: 'complete' })),
      close: async () => void (await this.#ask('browsingContext.close', { context })),
    };
  }

  async close() {
    this.socket?.terminate();
    const ended = new Promise((resolve) => {
      this.child.once('exit', resolve);
    });
    if (this.child.exitCode === null) {
      this.child.kill();
      await ended;
    }
    fs.rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

module.exports = { Firefox, findFirefox };
