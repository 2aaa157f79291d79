'use strict';

const fs = require('node:fs');

const NANOSECONDS = 1e6;

/**
 * A clock that stands still while the server's thread, or that of this process, is ready and waits for a processor. Other programs
 * on the machine, and the hostile clients' own work, then cost the server nothing; what it does itself, or waits for, does. So a
 * bound holds on two slow processors as on many fast ones. The kernel says how long a thread has waited (schedstat; see
 * https://docs.kernel.org/scheduler/sched-stats.html); where it does not, this is a usual clock.
 */
class FairClock {
  #files;

  /** @param {number} pid of the server */
  constructor(pid) {
    this.#files = [pid, process.pid].map((one) => `/proc/${one}/task/${one}/schedstat`);
  }

  /** @returns {number} milliseconds */
  now() {
    const waited = this.#files.reduce((sum, file) => sum + waitedOf(file), 0);
    return performance.now() - waited / NANOSECONDS;
  }
}

/** @returns {number} nanoseconds that a thread has been ready without running; 0: nobody says */
function waitedOf(file) {
  try {
    return Number(fs.readFileSync(file, 'latin1').split(' ')[1]);
  } catch {
    return 0;
  }
}

module.exports = { FairClock };
