'use strict';

/**
 * A path with a place for the id of a project, such as `/crud/:project/load`.
 */
class PathPattern {
  #expression;

  /** @param {string} pattern that has `:project` in it once, as a whole part of the path */
  constructor(pattern) {
    const [before, behind] = pattern
      .split(':project')
      .map((text) => text.replace(/[^\w/-]/g, '\\$&'));
    this.#expression = new RegExp(`^${before}([^/]+)${behind}$`);
  }

  /**
   * @param {string} path as a request has it
   * @returns {string | undefined} the id in it; undefined: it is another path
   */
  projectIn(path) {
    const [, id] = this.#expression.exec(path) ?? [];
    if (id === undefined) return undefined;
    try {
      return decodeURIComponent(id);
    } catch {
      return undefined;
    }
  }
}

module.exports = { PathPattern };
