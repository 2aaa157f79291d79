'use strict';

/** @typedef {import('../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('./session').Member} Member */
/** @typedef {import('./session').Session} Session */

const LONGEST_SHOWN_NAME = 40;

/**
 * Handles a message with a `type`, of a session that follows a project from its beginning.
 *
 * @template {object} Said
 * @param {ReadonlyMap<string, (session: Session, request: Said & {project: HostedProject, member: Member}) => Promise<void> | void>} types
 *   handlers by type
 * @param {Session} session
 * @param {unknown} type of the message
 * @param {Said} said its other content
 * @returns {Promise<void> | void}
 */
function answerTyped(types, session, type, said) {
  const { project, member } = session;
  const name = String(type);
  const run = types.get(name);
  if (!run || !project || !member) {
    const shown = JSON.stringify(name.slice(0, LONGEST_SHOWN_NAME));
    session.complain('ERR_UNKNOWN_COMMAND', `There is no message of type ${shown}`);
    return undefined;
  }
  session.log.debug(name);
  return run(session, { ...said, project, member });
}

module.exports = { answerTyped };
