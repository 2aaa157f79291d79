'use strict';

/**
 * A path with a place for the id of a project, such as `/crud/:project/load`.
 */
class PathPattern {
  #before;
  #behind;

  /** @param {string} pattern that has `:project` in it once, as a whole part of the path */
  constructor(pattern) {
    [this.#before, this.#behind] = pattern.split(':project');
  }

  /**
   * @param {string} path as a request has it
   * @returns {string | undefined} the id in it; undefined: it is another path
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
