'use strict';

/**
 * A path with a parameter for the project id, such as `/crud/:project/load`.
 */
class PathPattern {
  #before;
  #behind;

  /** @param {string} pattern with `:project` as one whole segment */
  constructor(pattern) {
    [this.#before, this.#behind] = pattern.split(':project');
  }

  /**
   * @param {string} path of a request
   * @returns {string | undefined} the project id; undefined: another path
   */
  projectIn(path) {
    if (!path.startsWith(this.#before) || !path.endsWith(this.#behind)) return undefined;
    const id = path.slice(this.#before.length, path.length - this.#behind.length);
    if (id === '' || id.includes('/')) return undefined;
    if (!id.includes('%')) return id;
    try {
      return decodeURIComponent(id);
    } catch {
      return undefined;
    }
  }
}

module.exports = { PathPattern };
