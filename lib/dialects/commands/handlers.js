'use strict';

const { version } = require('../../../package.json');
const { errorText } = require('../../base/errors');
const { quoted } = require('../../base/log');
const { CLOSE } = require('../../net/close-codes');
const { lock, unlock } = require('./locks');
const { greet, login } = require('./logins');
const { tellPlace } = require('./people');

/** @typedef {import('../../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('../../project/projects').Projects} Projects */
/** @typedef {import('../../session/arrivals').Arrivals} Arrivals */
/** @typedef {import('../../session/session').Session} Session */

/**
 * What the commands need; each is passed its part.
 *
 * @typedef {object} CommandParts
 * @property {import('../../access/authenticator').Authenticator} authenticator
 * @property {Arrivals} arrivals
 * @property {import('../../base/log').Log} log
 * @property {Projects} projects
 */

/**
 * An authorized command. `project` is set if the command needs one.
 *
 * @typedef {object} Request
 * @property {string} command in the client's spelling
 * @property {Record<string, unknown>} fields of the request, wherever its dialect puts them
 * @property {HostedProject} project
 */

/**
 * @typedef {object} Command
 * @property {import('../../session/authorization').Need} needs
 * @property {'reset'} [right]
 * @property {'greets'} [only] a feature of the dialects that have it
 * @property {(session: Session, request: Request) => Promise<void> | void} run
 */

/**
 * The commands of all dialects whose messages are commands, except changes, which are never parsed here. Their
 * differences are in spelling.js of each dialect.
 *
 * @param {CommandParts} parts
 * @returns {ReadonlyMap<string, Command>}
 */
function commandsOf({ arrivals, authenticator, log, projects }) {
  /** @type {Record<string, Command>} */
  const commands = {
    login: { needs: 'nothing', run: (...said) => login({ authenticator, arrivals }, ...said) },
    hello: {
      needs: 'nothing',
      only: 'greets',
      run: (...said) => greet({ authenticator, arrivals }, ...said),
    },
    logout: { needs: 'login', run: (session) => logout(arrivals, session) },
    version: { needs: 'nothing', run: tellVersion },
    projects: { needs: 'login', run: (session) => listProjects(projects, session) },
    dataset: { needs: 'project', run: (...said) => loadDataset(arrivals, ...said) },
    lock: { needs: 'subscription', run: lock },
    unlock: { needs: 'subscription', run: unlock },
    presence: { needs: 'subscription', run: tellPlace },
    reset: {
      needs: 'subscription',
      right: 'reset',
      run: (...said) => reset({ projects, log }, ...said),
    },
    request_version_autosave: { needs: 'project', run: requestAutosave },
    requestVersionAutoSave: { needs: 'project', run: requestAutosave },
    load_version_content: { needs: 'project', run: loadVersionContent },
    loadVersionContent: { needs: 'project', run: loadVersionContent },
  };
  return new Map(Object.entries(commands));
}

/**
 * @param {Arrivals} arrivals
 * @param {Session} session
 */
function logout(arrivals, session) {
  session.say('logout', {});
  arrivals.depart(session);
  session.connection.close(CLOSE.NORMAL, 'Logged out');
}

/** @type {Command['run']} */
function tellVersion(session) {
  session.say('version', { version });
}

/**
 * @param {Projects} projects
 * @param {Session} session
 */
function listProjects(projects, session) {
  const list = session.identity ? projects.list(session.identity.rights) : [];
  session.say('projects', { projects: list });
}

/**
 * @param {Arrivals} arrivals
 * @param {Session} session
 * @param {Request} request
 * @returns {Promise<void> | void}
 */
function loadDataset(arrivals, session, request) {
  return request.project.read(() => bringDataset(arrivals, session, request));
}

/**
 * @param {Arrivals} arrivals
 * @param {Session} session
 * @param {Request} request
 */
function bringDataset(arrivals, session, { command, project, fields }) {
  // The client may have disconnected meanwhile.
  if (session.connection.hasEnded) return;
  const isNew = session.project !== project;
  const isItself = arrivals.follow(session, project, fields);
  if (!isItself && fields.resume !== undefined) {
    session.refuse(command, errorText('ERR_NOT_RESUMED'));
    return;
  }
  const isKnown =
    project.isKept || fields.client === undefined || arrivals.isOfThisLife(fields.client);
  const since = session.spelling.revisionIn(fields.since);
  const was = typeof fields.client === 'string' ? fields.client : undefined;
  const missed =
    isKnown && since !== undefined ? project.texts.changesSince(since, was) : undefined;
  if (missed) {
    session.bring(missed);
    noteHeld(session, project, fields.client, { since, isItself });
  } else session.bringProject(session.dialect.whole(project, false));
  // The earlier client may already have made the changes that it sends now. Missed revisions show them; a dataset does
  // not.
  session.isLost = !isItself && !missed;
  if (!isNew) return;
  session.appear(false);
  arrivals.tellSubscription(session);
}

/**
 * Tells the core which state a client has that got missed revisions.
 *
 * @param {Session} session
 * @param {HostedProject} project
 * @param {unknown} client its claimed earlier id
 * @param {{since?: number, isItself: boolean}} how since: the last revision that it had; isItself: has it proved that
 * id?
 */
function noteHeld({ identity }, project, client, { since, isItself }) {
  const clientId = identity?.clientId;
  if (!clientId || client === undefined || client === clientId) return;
  if (isItself) project.noteGoesOn(clientId, String(client));
  else project.noteLoaded(clientId, since);
}

/**
 * Does not wait for the new data: further messages of the connection are handled meanwhile.
 *
 * @param {Pick<CommandParts, 'projects' | 'log'>} parts
 * @param {Session} session
 * @param {Request} request
 */
function reset({ projects, log }, session, { command, project }) {
  const userName = session.identity?.userName ?? '';
  projects.reset(project.id, userName).catch((error) => {
    const which = `Project ${quoted(project.id)}`;
    log.paced('error', 'failed reset', which, `${which} could not be reset: ${error.message}`);
    session.refuse(command, errorText('ERR_DATA_NOT_LOADED'));
  });
}

/** @type {Command['run']} */
function requestAutosave(session, { project }) {
  if (!project.passAutosaveGate()) return;
  session.say('versionAutoSaveOK', { project: project.id });
}

/** @type {Command['run']} */
function loadVersionContent(session, { command, fields, project }) {
  return project.read(() => {
    const content = project.texts.versionContent(command, fields.versionId);
    if (content) session.connection.send(session.spelling.versionContent(command, content));
    else session.refuse(command, errorText('ERR_UNKNOWN_VERSION'));
  });
}

module.exports = { commandsOf };
