'use strict';

/** Milliseconds of processor time that the work takes where the bounds of this suite were set. */
const USUAL_MS = 25;
const TRIES = 5;
const ROWS = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `task ${id}`, done: id / 3 }));

/**
 * How much slower this machine is: bounds of time are so much longer on it.
 *
 * @returns {number} 1: not at all
 */
function slowness() {
  const times = Array.from({ length: TRIES }, () => {
    const before = process.cpuUsage();
    JSON.parse(JSON.stringify(JSON.parse(JSON.stringify(ROWS))));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.max(1, Math.min(...times) / USUAL_MS);
}

module.exports = { slowness };
