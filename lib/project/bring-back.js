'use strict';

const { AppliedChange } = require('./change-events');
const { codedError } = require('../base/errors');

/** @typedef {import('../native/addon').NativePast} Past */
/** @typedef {import('../native/addon').Scope} Scope */
/** @typedef {import('./delivery').Delivery} Delivery */
/** @typedef {import('./hooks').Hooks} Hooks */
/** @typedef {import('./hosted-project').HostedProject} HostedProject */

/**
 * Makes a project, or a part of it, what it was, by a revision of the server's own, and tells everybody.
 *
 * @param {HostedProject} project
 * @param {{past: Past, scope: Scope, userName: string}} what
 * @param {{delivery: Delivery, hooks: Hooks}} parts
 * @returns {Promise<number | undefined>} number of the revision, when it is kept; undefined: it was so already
 */
function bringBack(project, { past, scope, userName }, { delivery, hooks }) {
  return new Promise((resolve, reject) => {
    const work = async () => {
      const result = await project.bringBack(past, scope, userName);
      if ('code' in result) throw codedError(result.code, result.message);
      const tell = () => {
        delivery.deliver(undefined, project, result);
        if (result.broadcast) {
          const identity = { clientId: 'server', userName };
          // It is nobody's, and told as the log has it.
          const [dialect] = project.dialects;
          const change = { project, identity, dialect };
          hooks.onChange?.(new AppliedChange(change, result.broadcast));
        }
        resolve(result.changed ? project.revision : undefined);
      };
      project.tell({ tell, fail: reject }, result.changed);
    };
    project.keeping.alone(work).catch(reject);
  });
}

module.exports = { bringBack };
