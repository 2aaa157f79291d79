'use strict';

/**
 * The rights of one group. Project ids are compared by their text, like all ids.
 */
class Rights {
  /** @type {ReadonlySet<string> | '*'} */
  #projects;

  /**
   * @param {(number | string)[] | '*'} projects
   * @param {boolean} mayReset may they reset their projects?
   * @param {boolean} mayForce may they override a conflict?
   */
  constructor(projects, mayReset, mayForce) {
    this.#projects = projects === '*' ? '*' : new Set(projects.map(String));
    this.mayReset = mayReset;
    this.mayForce = mayForce;
  }

  /**
   * @param {number | string} id
   * @returns {boolean}
   */
  maySee(id) {
    return this.#projects === '*' || this.#projects.has(String(id));
  }

  /**
   * @param {Rights} others
   * @returns {boolean} is there a project that both may see?
   */
  shareProject(others) {
    const [mine, theirs] = [this.#projects, others.#projects];
    if (mine === '*') return theirs === '*' || theirs.size > 0;
    if (theirs === '*') return mine.size > 0;
    return [...mine].some((id) => theirs.has(id));
  }
}

module.exports = { Rights };
