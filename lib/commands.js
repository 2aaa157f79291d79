'use strict';

const { setTimeout: pause } = require('node:timers/promises');
const { version } = require('../package.json');
const { errorText } = require('./errors');

/** @typedef {import('./hosted-project').HostedProject} HostedProject */
/** @typedef {import('./service').ServiceParts} ServiceParts */
/** @typedef {import('./session').Session} Session */

/**
 * A command that has passed the guard. `project` is there when the command needs one.
 *
 * @typedef {object} Request
 * @property {string} command as the client spelt it
 * @property {Record<string, unknown>} data
 * @property {HostedProject} project
 */

/**
 * @typedef {object} Command
 * @property {import('./guard').Need} needs
 * @property {'reset'} [right]
 * @property {(parts: ServiceParts, session: Session, request: Request) => Promise<void> | void} run
 */

// Guessing passwords on one connection goes no faster than this.
const WRONG_PASSWORD_PAUSE_MS = 250;
const NORMAL_CLOSURE = 1000;

/**
 * Every command of the `commands` dialect but `project_change`, which is never parsed here.
 *
 * @type {ReadonlyMap<string, Command>}
 */
const COMMANDS = new Map(
  Object.entries({
    login: { needs: 'nothing', run: login },
    logout: { needs: 'login', run: logout },
    version: { needs: 'nothing', run: tellVersion },
    projects: { needs: 'login', run: listProjects },
    dataset: { needs: 'project', run: loadDataset },
    reset: { needs: 'subscription', right: 'reset', run: reset },
    request_version_autosave: { needs: 'project', run: requestAutosave },
    requestVersionAutoSave: { needs: 'project', run: requestAutosave },
    load_version_content: { needs: 'project', run: loadVersionContent },
    loadVersionContent: { needs: 'project', run: loadVersionContent },
  }),
);

/** @type {Command['run']} */
function login(parts, session, { data }) {
  const rights = parts.access.authenticate(data.login, data.password);
  const userName = /** @type {string} */ (data.login);
  if (rights instanceof Promise)
    return rights.then((found) => enter(parts, session, userName, found));
  return enter(parts, session, userName, rights);
}

/**
 * A wrong password changes nothing; a right one first ends whoever the connection was before.
 *
 * @param {ServiceParts} parts
 * @param {Session} session
 * @param {string} userName
 * @param {import('./rights').Rights} [rights] none: wrong name or password
 * @returns {Promise<void> | void}
 */
function enter(parts, session, userName, rights) {
  if (!rights) {
    session.reply({ command: 'login', error: 'Wrong username/password' });
    return pause(WRONG_PASSWORD_PAUSE_MS, undefined, { ref: false });
  }
  // It may have gone while its password was being checked.
  if (!session.connection.isOpen) return undefined;

  leave(parts, session);
  const { clientId } = session.begin(userName, rights);
  session.reply({ command: 'login', data: { client: clientId, userName } });
  parts.presence.enter(session);
  parts.hooks.onLogin?.({ client: clientId, userName, dialect: 'commands' });
  return undefined;
}

/**
 * Ends who a session is, if it is anybody, and tells the others.
 *
 * @param {ServiceParts} parts
 * @param {Session} session
 */
function leave({ presence }, session) {
  presence.leave(session);
  session.end();
}

/** @type {Command['run']} */
function logout(parts, session) {
  session.reply({ command: 'logout', data: {} });
  leave(parts, session);
  session.connection.close(NORMAL_CLOSURE);
}

/** @type {Command['run']} */
function tellVersion(_parts, session) {
  session.reply({ command: 'version', data: { version } });
}

/** @type {Command['run']} */
function listProjects({ projects }, session) {
  const list = session.identity ? projects.list(session.identity.rights) : [];
  session.reply({ command: 'projects', data: { projects: list } });
}

/** @type {Command['run']} */
function loadDataset({ hooks }, session, { project }) {
  const isNew = session.project !== project;
  session.follow(project);
  session.connection.send(project.dataset);
  if (!isNew || !session.identity) return;
  const { clientId, userName } = session.identity;
  hooks.onSubscribe?.({ project: project.id, client: clientId, userName, dialect: 'commands' });
}

/**
 * Nothing waits for the new data: the connection's next messages are handled meanwhile.
 *
 * @type {Command['run']}
 */
function reset({ projects, log }, session, { command, project }) {
  const userName = session.identity?.userName ?? '';
  projects.reset(project.id, userName).catch((error) => {
    log.error(`Project ${project.id} could not be reset: ${error.message}`);
    session.reply({ command, error: errorText('ERR_DATA_NOT_LOADED') });
  });
}

/** @type {Command['run']} */
function requestAutosave(_parts, session, { project }) {
  if (!project.passAutosaveGate()) return;
  session.reply({ command: 'versionAutoSaveOK', data: { project: project.id } });
}

/** @type {Command['run']} */
function loadVersionContent(_parts, session, { command, data, project }) {
  const answer = project.versionContent(command, data.versionId);
  if (answer) session.connection.send(answer);
  else session.reply({ command, error: errorText('ERR_UNKNOWN_VERSION') });
}

module.exports = { COMMANDS, leave };
