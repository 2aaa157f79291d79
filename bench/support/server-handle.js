'use strict';

const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const SCRIPT = path.join(__dirname, 'server-process.js');
const SERVER_CORE = '0';
const DRIVER_CORE = '1';
const canPin = spawnSync('taskset', ['--version']).status === 0;

/** Keeps this process, which drives the load, off the core of the servers. */
function pinDriver() {
  if (canPin) spawnSync('taskset', ['-a', '-cp', DRIVER_CORE, String(process.pid)]);
  return canPin;
}

/**
 * A process that is measured, on a core of its own.
 */
class ServerHandle {
  #child;
  #answers = [];

  /** @param {{isPinned?: boolean, env?: NodeJS.ProcessEnv}} [options] */
  constructor({ isPinned = true, env = {} } = {}) {
    const node = [
      process.execPath,
      '--expose-gc',
      ...(process.env.BENCH_NODE_FLAGS?.split(' ') ?? []),
      SCRIPT,
    ];
    const cores = isPinned ? SERVER_CORE : `${SERVER_CORE},${DRIVER_CORE}`;
    const [command, ...args] = canPin ? ['taskset', '-c', cores, ...node] : node;
    const stdio = ['ignore', 'inherit', 'inherit', 'ipc'];
    this.#child = spawn(command, args, { stdio, env: { ...process.env, ...env } });
    this.#child.on('message', ({ answer, fault }) => {
      const { resolve, reject } = this.#answers.shift();
      if (fault) reject(new Error(fault));
      else resolve(answer);
    });
    this.#child.on('exit', (code, signal) => {
      const error = new Error(`The measured process ended with ${code ?? signal}`);
      for (const { reject } of this.#answers.splice(0)) reject(error);
    });
  }

  /**
   * @param {'start' | 'setSizes' | 'takeCommits' | 'memory' | 'job'} order
   * @param {object} [options]
   * @returns {Promise<any>}
   */
  ask(order, options) {
    return new Promise((resolve, reject) => {
      this.#answers.push({ resolve, reject });
      this.#child.send({ order, options });
    });
  }

  /** @returns {number} for a profiler */
  get pid() {
    return this.#child.pid;
  }

  /** @returns {Promise<number>} microseconds of CPU, user and system, of all its threads */
  async cpu() {
    const folder = `/proc/${this.pid}/task`;
    let nanoseconds = 0;
    for (const thread of fs.readdirSync(folder)) {
      const [time] = fs.readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ');
      nanoseconds += Number(time);
    }
    return nanoseconds / 1000;
  }

  /** Forgets how much memory it ever had. */
  resetPeak() {
    fs.writeFileSync(`/proc/${this.pid}/clear_refs`, '5');
  }

  /** @returns {number} bytes that it had at most since then */
  peak() {
    const status = fs.readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)[1]) * 1024;
  }

  end() {
    this.#child.kill('SIGKILL');
  }
}

module.exports = { ServerHandle, pinDriver };
