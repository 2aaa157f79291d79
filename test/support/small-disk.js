'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const BLOCK = 64 * 1024;

/** A disk of its own that can be full: a folder that is a small tmpfs, which only root may make. */
class SmallDisk {
  /** @param {string} folder */
  constructor(folder) {
    this.folder = folder;
    this.#ballast = path.join(folder, 'ballast');
  }

  #ballast;

  /**
   * @param {import('node:test').TestContext} t
   * @param {number} mebibytes
   * @returns {SmallDisk | undefined} undefined: it cannot be made here
   */
  static mount(t, mebibytes) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gantt-sync-'));
    const args = ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'none', folder];
    const isMounted = spawnSync('mount', args).status === 0;
    t.after(() => {
      if (isMounted) spawnSync('umount', ['-l', folder]);
      fs.rmdirSync(folder);
    });
    return isMounted ? new SmallDisk(folder) : undefined;
  }

  /** @param {string} name */
  at(name) {
    return path.join(this.folder, name);
  }

  /** Nothing more can be written. */
  fill() {
    const ballast = fs.openSync(this.#ballast, 'a');
    for (let size = BLOCK; size >= 1; size /= 16) {
      try {
        for (;;) if (fs.writeSync(ballast, Buffer.alloc(size)) < size) break;
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
      }
    }
    fs.closeSync(ballast);
  }

  /** There is room again. */
  free() {
    fs.rmSync(this.#ballast);
  }

  /** @param {'ro' | 'rw'} how @returns {boolean} could that be done? */
  remount(how) {
    return spawnSync('mount', ['-o', `remount,${how}`, this.folder]).status === 0;
  }
}

module.exports = { SmallDisk };
