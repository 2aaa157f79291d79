'use strict';

/*
 * The package in React (in StrictMode), Vue and Angular: the same small page with each, built from what is published, with two people
 * at one server.
 */

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const path = require('node:path');
const { after, before, describe, test } = require('node:test');
const { Example, buildClient } = require('./support/example');

const EXAMPLES = path.join(__dirname, '../../client/examples');

before(buildClient);

test('The types are those that Angular and TypeScript expect', { timeout: 90_000 }, () => {
  const tsc = require.resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', path.join(EXAMPLES, 'tsconfig.json')]);
});

for (const name of ['react', 'vue', 'angular'])
  describe(`With ${name}`, { timeout: 120_000 }, () => {
    /** @type {Example} */
    let example;
    /** @type {any} */
    let ada;
    /** @type {any} */
    let bob;
    before(async () => {
      example = await Example.open(name);
      [ada, bob] = [await enter('Ada'), await enter('Bob')];
    });
    after(() => example?.close());

    const enter = async (person) => {
      const page = await example.visit('nothing');
      page.errors.length = 0;
      page.lines = [];
      await page.routeWebSocket(/./, (near) => page.lines.push(new Line(near)));
      await page.goto(`${example.page.url}/?name=${person}`);
      await page.locator('.state', { hasText: 'connected' }).waitFor();
      return page;
    };
    const field = (page, id) => page.locator(`tr[data-id="${id}"] input`);
    const rename = async (page, id, text) => {
      await field(page, id).fill(text);
      await field(page, id).blur();
    };
    const shows = (page, id, text) =>
      page.waitForFunction(
        ([task, wanted]) =>
          globalThis.document.querySelector(`tr[data-id="${task}"] input`)?.value === wanted,
        [id, text],
      );

    test('several components have one connection', async () => {
      assert.equal(await ada.locator('tr').count(), 5);
      assert.equal(ada.lines.length, 1);
    });

    test('what one does the other sees, and who is where', async () => {
      await field(bob, 3).focus();
      await ada.locator('.people', { hasText: 'Ada, Bob at 3' }).waitFor();
      await ada.getByRole('img', { name: 'Bob, at Sow' }).waitFor();
      await rename(bob, 3, 'Sow wide');
      await shows(ada, 3, 'Sow wide');
      await bob.locator('.unsynced', { hasText: '0 waiting' }).waitFor();
    });

    for (const [strategy, answer, expected] of [
      ['mine', 'Keep mine', 'Mine'],
      ['theirs', 'Take theirs', 'Theirs'],
    ])
      test(`a conflict is asked about, and ${strategy} holds`, async () => {
        // What Bob does reaches Ada when she has done the same.
        ada.lines[0].hold();
        await rename(bob, 4, 'Theirs');
        await bob.locator('.unsynced', { hasText: '0 waiting' }).waitFor();
        await rename(ada, 4, 'Mine');
        ada.lines[0].release();
        await ada.locator('.conflict').getByRole('button', { name: answer }).click();
        await ada.locator('.conflict').waitFor({ state: 'detached' });
        await shows(bob, 4, expected);
        await shows(ada, 4, expected);
        await rename(bob, 4, 'Water');
        await shows(ada, 4, 'Water');
      });

    test('the connection ends with the last component, and not before all has arrived', async () => {
      ada.lines[0].hold();
      await rename(ada, 5, 'Dance');
      await ada.getByRole('button', { name: 'Close' }).click();
      await ada.locator('tr').first().waitFor({ state: 'detached' });
      assert.ok(!ada.lines[0].isClosed);
      ada.lines[0].release();
      await ada.lines[0].closed;
      await shows(bob, 5, 'Dance');
      await ada.getByRole('button', { name: 'Open' }).click();
      await ada.locator('.state', { hasText: 'connected' }).waitFor();
      await shows(ada, 5, 'Dance');
      assert.equal(ada.lines.length, 2);
    });

    test('who comes and goes a hundred times has one connection', async () => {
      await ada.evaluate(async () => {
        const button = globalThis.document.querySelector('button');
        for (let i = 0; i < 200; i++) {
          button.click();
          await new Promise((resolve) => {
            globalThis.requestAnimationFrame(resolve);
          });
        }
      });
      await ada.locator('.state', { hasText: 'connected' }).waitFor();
      await rename(bob, 1, 'Mark out');
      await shows(ada, 1, 'Mark out');
      const last = ada.lines.at(-1);
      await Promise.all(ada.lines.filter((line) => line !== last).map(({ closed }) => closed));
      assert.ok(!last.isClosed);
    });

    test('nothing went wrong on the way', () => {
      assert.deepEqual([ada.errors, bob.errors], [[], []]);
    });
  });

/** What is between a page and its server. */
class Line {
  isClosed = false;
  #near;
  /** @type {any[] | undefined} */
  #held;

  constructor(near) {
    this.#near = near;
    const far = near.connectToServer();
    far.onMessage((message) => {
      if (this.#held) this.#held.push(message);
      else near.send(message);
    });
    this.closed = new Promise((resolve) => {
      near.onClose((code, reason) => {
        this.isClosed = true;
        void far.close({ code, reason });
        resolve(undefined);
      });
    });
  }

  /** The page hears nothing; what it says arrives. */
  hold() {
    this.#held = [];
  }

  release() {
    for (const message of this.#held ?? []) this.#near.send(message);
    this.#held = undefined;
  }
}
