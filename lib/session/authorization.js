'use strict';

/** @typedef {import('../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('../project/projects').Projects} Projects */
/** @typedef {import('./session').Session} Session */

/**
 * What a command asks of the session that sends it. Each need includes those before it.
 *
 * @typedef {'nothing' | 'login' | 'project' | 'subscription'} Need
 */

/** The texts of the old server, which clients know; they alone carry no code. */
const REFUSALS = Object.freeze({
  name: 'Wrong username/password',
  login: 'Authentication required',
  project: 'Project id is required',
  rights: 'Authorization required',
  subscription: 'Subscription to project is required. Load project first',
});

/**
 * The one place that decides whether a session may do what it asks for: logged in, then a project given, then a
 * project that it may see (and reset), then the project that it follows.
 *
 * @param {Session} session
 * @param {Projects} projects
 * @param {{needs: Need, right?: 'reset'}} command
 * @param {unknown} projectId that the request names
 * @returns {{refusal?: string, fields?: object, project?: HostedProject}} why not, with what goes beside it; or the
 *   project that is meant, when the command needs one
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
