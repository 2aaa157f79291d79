'use strict';

/**
 * The C++ addon. The only file that knows where its binary is: built in this folder, else shipped
 * with the package for this platform. Both are relative to the package, never to the current folder.
 *
 * @typedef {object} Failure what a client got wrong; the message names it, without the code
 * @property {string} code one of the stable codes, such as `ERR_INVALID_JSON`
 * @property {string} message
 *
 * @typedef {object} ProjectOptions limits are positive integers
 * @property {number | string} id
 * @property {'prefixed' | 'number' | 'uuid'} [idFormat]
 * @property {number} [maxMessageBytes]
 * @property {number} [maxLogRevisions]
 * @property {number} [maxLogBytes]
 * @property {number} [maxProjectBytes]
 *
 * @typedef {object} NativeProject one project: its stores, its ids, its log
 * @property {(bytes: Buffer) => Promise<Failure | undefined>} load replaces the whole state by a
 *   data file's text, parsed off the event loop; on failure nothing has changed
 * @property {(bytes: Buffer, author: string, now: number) => Buffer | Failure} submit applies a
 *   `project_change` and gives the encoded broadcast
 * @property {(withRevision: boolean) => Buffer} dataset the whole encoded `dataset` message
 * @property {(command: string, id: number | string) => Buffer | undefined} versionContent the
 *   encoded reply, or undefined when there is no such version
 * @property {number} revision number of the last revision, 0 before the first
 * @property {() => string} stats sizes, as JSON text
 *
 * @typedef {object} Inspected
 * @property {string} command
 * @property {number | string} [project]
 *
 * @typedef {object} ResultTaker
 * @property {(bytes: Buffer, author: string, now: number, target: Buffer, at: number) =>
 *   number | Buffer | Failure} submitInto submit() that puts the broadcast into `target` and gives its
 *   size, unless it is long
 *
 * @typedef {object} Addon
 * @property {new (options: ProjectOptions) => Omit<NativeProject, 'submit'> & ResultTaker} Project
 *   `lib/` uses the class below, which is a NativeProject
 * @property {(bytes: Buffer) => Inspected | Failure} inspect validates a message as a whole and
 *   says which command it is and which project it names
 */

const path = require('node:path');

const root = path.join(__dirname, '..');
const platform = `${process.platform}-${process.arch}`;
const candidates = [
  path.join(root, 'build', 'Release', 'gantt_sync.node'),
  path.join(root, 'prebuilds', platform, 'gantt_sync.node'),
];

/** @returns {Addon} */
function load() {
  const failures = [];
  for (const file of candidates) {
    try {
      return require(file);
    } catch (error) {
      const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
      failures.push(`  ${file}: ${code === 'MODULE_NOT_FOUND' ? 'not there' : message}`);
    }
  }
  throw new Error(
    `gantt-sync-server has no native addon for ${platform}. Tried:\n${failures.join('\n')}\n` +
      'To build it, run `npm run build` in a clone, or `npm rebuild gantt-sync-server` where the ' +
      'package is installed.',
  );
}

const addon = load();

const SLAB_BYTES = 64 * 1024;
// The addon gives a longer result a Buffer of its own.
const LONGEST_POOLED = 16 * 1024;

/**
 * Memory for results, many in one piece: a Buffer of its own costs a small result more than all the work on it. As with
 * Node's own pool, a piece is freed when nobody has any of its results any more.
 */
class ResultPool {
  #slab = Buffer.alloc(0);
  #used = 0;

  /** Where the next result goes. */
  get slab() {
    if (this.#slab.length - this.#used < LONGEST_POOLED) {
      this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.#used = 0;
    }
    return this.#slab;
  }

  get used() {
    return this.#used;
  }

  /**
   * @param {number} size of the result that was put there
   * @returns {Buffer} that result
   */
  take(size) {
    const begin = this.#used;
    this.#used = begin + size;
    return this.#slab.subarray(begin, this.#used);
  }
}

const results = new ResultPool();

/** The addon's class, with submit() as lib/ wants it. */
class Project extends addon.Project {
  /**
   * @param {Buffer} bytes
   * @param {string} author
   * @param {number} now
   * @returns {Buffer | Failure}
   */
  submit(bytes, author, now) {
    const result = super.submitInto(bytes, author, now, results.slab, results.used);
    return typeof result === 'number' ? results.take(result) : result;
  }
}

const { inspect } = addon;

module.exports = { Project, inspect };
