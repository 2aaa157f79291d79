'use strict';

const fs = require('node:fs');

const NANOSECONDS = 1e6;

/**
 * A clock for what the server makes honest clients wait. It ticks while their process sleeps, unless the server's thread is ready
 * and waits for a processor meanwhile. So neither other programs on the machine count, nor the hostile clients' work, nor that
 * of the honest ones; what the server computes, or waits for, does. A bound then holds on two slow processors as on many fast ones.
 *
 * The kernel says for how long a thread has run and waited (schedstat: https://docs.kernel.org/scheduler/sched-stats.html); where
 * it does not, this is a usual clock.
 */
class FairClock {
  #server;

  /** @param {number} pid of the server */
  constructor(pid) {
    this.#server = pid;
  }

  /** @returns {number} milliseconds */
  now() {
    const own = timesOf(process.pid);
    return performance.now() - (own.ran + own.waited + timesOf(this.#server).waited) / NANOSECONDS;
  }
}

/**
 * @param {number} pid
 * @returns {{ran: number, waited: number}} nanoseconds that its main thread has run, and has been ready without running
 */
function timesOf(pid) {
  try {
    const [ran, waited] = fs
      .readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'latin1')
      .split(' ');
    return { ran: Number(ran), waited: Number(waited) };
  } catch {
    return { ran: 0, waited: 0 };
  }
}

module.exports = { FairClock };
