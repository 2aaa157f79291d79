'use strict';

const fs = require('node:fs');
const { quantile, slope } = require('./quantiles');

const PAUSE_MS = 250;
const MEBIBYTE = 1024 * 1024;
/** This share of the time the memory may still grow: tables, pools and the collector's heap find their sizes. */
const WARM_UP = 0.5;
/** Before so many seconds that are left then, projects and logs are still filling up to their bounds. */
const SHORTEST_SECONDS = 60;
/** By so much the rest of a stage may make the line through all samples rise: it is that of the noise, not of a leak. */
const MOST_GROWTH = 96 * MEBIBYTE;
/** No more than this at any moment. */
const MOST = 1024 * MEBIBYTE;

/** How much memory a process has while it works. */
class MemoryWatch {
  /** @type {[seconds: number, bytes: number][]} */
  #samples = [];
  #timer;

  /** @param {number} pid */
  constructor(pid) {
    const began = performance.now();
    this.#timer = setInterval(() => {
      const bytes = residentBytes(pid);
      if (bytes) this.#samples.push([(performance.now() - began) / 1000, bytes]);
    }, PAUSE_MS);
  }

  /** @returns {{line: string, failures: string[]}} what was seen until now, after which nothing more is looked at */
  stop() {
    clearInterval(this.#timer);
    const warm = this.#samples.slice(Math.floor(this.#samples.length * WARM_UP));
    if (warm.length < 2) return { line: 'memory: not measured', failures: [] };
    const bytes = warm.map(([, value]) => value);
    const seconds = warm[warm.length - 1][0] - warm[0][0];
    const growth = slope(warm) * seconds;
    const peak = Math.max(...this.#samples.map(([, value]) => value));
    const failures = [];
    if (seconds >= SHORTEST_SECONDS && growth > MOST_GROWTH)
      failures.push(`its memory grows: ${mib(growth)} in ${seconds | 0} s`);
    if (peak > MOST) failures.push(`it took ${mib(peak)} of memory, over ${mib(MOST)}`);
    const line = `memory: ${mib(quantile(bytes, 0.5))} in the middle, ${mib(peak)} at most, ${mib(growth)} of growth`;
    return { line: `${line} in the last ${seconds | 0} s`, failures };
  }
}

/** @returns {number} 0: the process has ended */
function residentBytes(pid) {
  try {
    const [, kibibytes] = /^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Number(kibibytes) * 1024;
  } catch {
    return 0;
  }
}

function mib(bytes) {
  return `${Math.round(bytes / MEBIBYTE)} MiB`;
}

module.exports = { MemoryWatch };
