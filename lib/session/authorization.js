'use strict';

/** @typedef {import('../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('../project/projects').Projects} Projects */
/** @typedef {import('./session').Session} Session */

/**
 * The requirements of a command. Each one includes those before it.
 *
 * @typedef {'nothing' | 'login' | 'project' | 'subscription'} Need
 */

/** The texts of the old server, which clients know; only these have no code. */
const REFUSALS = Object.freeze({
  name: 'Wrong username/password',
  login: 'Authentication required',
  project: 'Project id is required',
  rights: 'Authorization required',
  subscription: 'Subscription to project is required. Load project first',
});

/**
 * The only place that authorizes commands: checks in turn that the session is logged in, that it names a project, that
 * it may see (and reset) the project, and that it follows the project.
 *
 * @param {Session} session
 * @param {Projects} projects
 * @param {{needs: Need, right?: 'reset'}} command
 * @param {unknown} projectId of the request
 * @returns {{refusal?: string, fields?: object, project?: HostedProject}} the error text with further fields; or the
 * project, if the command needs one
 */
function authorize(session, projects, { needs, right }, projectId) {
  if (needs === 'nothing') return {};
  const { identity } = session;
  if (!identity) return { refusal: REFUSALS.login };
  if (needs === 'login') return {};

  if (!isProjectId(projectId)) return { refusal: REFUSALS.project };
  const project = projects.find(projectId, identity.rights);
  if (!project || (right === 'reset' && !identity.rights.mayReset)) {
    return { refusal: REFUSALS.rights };
  }
  if (needs === 'subscription' && session.project !== project) {
    return { refusal: REFUSALS.subscription, fields: { project: project.id } };
  }
  return { project };
}

/**
 * @param {unknown} value
 * @returns {value is string | number}
 */
function isProjectId(value) {
  return typeof value === 'number' || (typeof value === 'string' && value !== '');
}

module.exports = { authorize, REFUSALS };
