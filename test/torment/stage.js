'use strict';

const { fork } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { Random } = require('../support/random');
const { temporaryFolder } = require('../support/temporary-folder');
const { FairClock } = require('./fair-clock');
const { HonestCrowd } = require('./honest-crowd');
const { LogWatch } = require('./log-watch');
const { slowness } = require('./machine');
const { MemoryWatch } = require('./memory-watch');
const { RoundTrips } = require('./round-trips');
const { Visitors } = require('./visitors');
const { worldFiles, worldOptions } = require('./world');

/** What an honest client may wait for the server, on a machine that is not slow. */
const MOST_MS = 300;
/** What somebody may wait who comes with a password that costs much to check, while others guess passwords. */
const MOST_COMING_MS = 5000;
/** So many lines a second are no log that anybody reads. */
const MOST_LINES_PER_SECOND = 100;
/** Of what a server wrote before it ended without being told to. */
const SHOWN = 2000;

/**
 * @typedef {object} Report
 * @property {ReturnType<RoundTrips['rows']>} trips in milliseconds
 * @property {Record<string, import('./tally').Tally>} tallies by kind
 * @property {[kind: string, count: number][]} blame see RoundTrips
 * @property {string[]} lines
 * @property {string[]} failures
 */

/** One server, beside whose hostile clients the honest ones may not notice anything. */
class Stage {
  /** @type {HonestCrowd | undefined} */
  #crowd;
  /** @type {(() => void)[]} */
  #ends = [];
  /** @type {string[]} */
  #failures = [];
  #plan;
  #random;
  #slowness = slowness();
  #stage;
  #tallies = {};
  /** @type {RoundTrips | undefined} */
  #trips;

  /**
   * @param {import('./servers').Stage} stage
   * @param {{seed: number, seconds: number, only?: string[]}} plan only: the names of the kinds that are at work
   */
  constructor(stage, plan) {
    this.#stage = stage;
    this.#plan = plan;
    this.#random = new Random(plan.seed);
  }

  /** @returns {Promise<Report>} */
  async run() {
    let lines = [];
    try {
      lines = await this.#run();
    } catch (error) {
      this.#fail(error.stack);
    } finally {
      for (const end of this.#ends.reverse()) end();
      for (const what of this.#crowd?.failures ?? []) this.#fail(what);
    }
    const { blame = [] } = this.#trips ?? {};
    const trips = this.#trips?.rows() ?? [];
    return { trips, tallies: this.#tallies, blame, lines, failures: this.#failures };
  }

  async #run() {
    const after = (end) => this.#ends.push(end);
    const policy = this.#random.pick(this.#stage.policies);
    const folder = temporaryFolder({ after }, await worldFiles(policy));
    const server = this.#stage.start({ after }, worldOptions(folder));
    const log = new LogWatch(server.process);
    const address = await server.address();

    const trips = new RoundTrips(MOST_MS * this.#slowness, new FairClock(server.process.pid));
    this.#trips = trips;
    const crowd = new HonestCrowd(this.#random, policy, trips);
    this.#crowd = crowd;
    const visitors = new Visitors(trips);
    after(() => crowd.leave());
    await crowd.open(address);
    const memory = new MemoryWatch(server.process.pid);
    const delay = monitorEventLoopDelay();
    delay.enable();
    const began = performance.now();
    crowd.start();
    visitors.start(address);

    const died = once(server.process, 'exit').then(([code, signal]) => signal ?? code);
    const end = await Promise.race([this.#hostility(address, after), died]);
    const seconds = (performance.now() - began) / 1000;
    delay.disable();
    const { line, failures } = memory.stop();
    if (end !== undefined) {
      this.#fail(`the server has ended with ${end}: ${(await server.errors).slice(-SHOWN)}`);
    } else {
      await visitors.end();
      for (const what of [...(await crowd.end()), ...visitors.failures, ...failures])
        this.#fail(what);
      crowd.leave();
      server.process.kill('SIGTERM');
      const status = await died;
      if (status !== 0) this.#fail(`the server has ended with ${status} when it was told to`);
    }
    this.#judge(log, seconds);
    return [
      `policy ${policy}, ${Math.round(seconds)} s, on a machine ${this.#slowness.toFixed(1)} times as slow as usual`,
      line,
      `log: ${log.lines} lines`,
      `the honest clients' own process stood still for ${Math.round(delay.max / 1e6)} ms at most`,
    ];
  }

  /** @returns {Promise<undefined>} when the hostile clients have gone */
  async #hostility(address, after) {
    const { only, seconds, seed } = this.#plan;
    const child = fork(path.join(__dirname, 'hostile.js'), { serialization: 'advanced' });
    after(() => child.kill('SIGKILL'));
    child.on('message', ({ began, ended, tallies }) => {
      if (began) this.#trips.began(began);
      if (ended) this.#trips.ended(ended);
      if (tallies) this.#tallies = tallies;
    });
    child.send({ address, only, seconds, seed, stage: this.#stage.name });
    const [code, signal] = await once(child, 'exit');
    if (code !== 0)
      this.#fail(`the process of the hostile clients has ended with ${signal ?? code}`);
    return undefined;
  }

  #judge(log, seconds) {
    for (const { what, p99 } of this.#trips.rows()) {
      const most = (what === 'newcomer' ? MOST_COMING_MS : MOST_MS) * this.#slowness;
      if (p99 > most) this.#fail(`${what}: p99 is ${Math.round(p99)} ms, over ${Math.round(most)}`);
    }
    for (const [name, tally] of Object.entries(this.#tallies)) {
      for (const what of tally.failures) this.#fail(`${name}: ${what}`);
      if (tally.sent === 0) this.#fail(`${name}: it has sent nothing`);
      const became = { ...tally, heard: tally.answered + tally.refused };
      for (const what of tally.mustBe) {
        if (became[what] === 0) this.#fail(`${name}: nothing of what it sent was ${what}`);
      }
    }
    if (log.controls > 0) this.#fail(`${log.controls} control characters got into the log`);
    if (log.lines > MOST_LINES_PER_SECOND * seconds) this.#fail(`${log.lines} lines in the log`);
  }

  #fail(what) {
    this.#failures.push(what);
  }
}

module.exports = { MOST_MS, Stage };
