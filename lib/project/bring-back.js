'use strict';

const { AppliedChange } = require('./change-events');
const { codedError } = require('../base/errors');

/** @typedef {import('../native/addon').NativePast} Past */
/** @typedef {import('../native/addon').Scope} Scope */
/** @typedef {import('./delivery').Delivery} Delivery */
/** @typedef {import('./hooks').Hooks} Hooks */
/** @typedef {import('./hosted-project').HostedProject} HostedProject */

/**
 * Restores a project, or a part of it, to a past state by a revision of the server, and broadcasts it.
 *
 * @param {HostedProject} project
 * @param {{past: Past, scope: Scope, userName: string}} what
 * @param {{delivery: Delivery, hooks: Hooks}} parts
 * @returns {Promise<number | undefined>} number of the revision, once it is stored; undefined: nothing differed
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
          // The past state has no subscribers; only the text of the log is needed.
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
