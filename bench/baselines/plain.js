'use strict';

const { randomUUID } = require('node:crypto');
const { WebSocketServer } = require('ws');
const { PlainProject } = require('./plain-project');

const TEXT = { binary: false };
const OPEN = 1;
const MEBIBYTE = 1024 * 1024;
const REFUSED = {
  login: 'Authentication required',
  project: 'Project id is required',
  rights: 'Authorization required',
  subscription: 'Subscription to project is required. Load project first',
};
const DEMO_USERS = {
  admin: { password: 'admin', group: 'admin' },
  alex: { password: 'alex', group: 'user' },
  ben: { password: 'ben', group: 'user' },
};
const DEMO_GROUPS = {
  admin: { projects: [1, 2, 3], reset: true },
  user: { projects: [1, 2], reset: true },
  anonymous: { projects: [1] },
};

/**
 * The same server in plain JavaScript over ws: the same messages, and the care that one takes without an addon. It
 * parses a message once, encodes the answer once for all subscribers, and knows no limits but those of ws.
 */
class Plain {
  #projects = new Map();
  /** @type {Set<any>} */
  #sessions = new Set();
  #commands;

  /**
   * @param {object} options
   * @param {{id: number | string, name: string, source: Buffer | string}[]} options.projects
   * @param {Record<string, {password: string, group: string}>} [options.users]
   * @param {Record<string, {projects: any, reset?: boolean}>} [options.groups]
   * @param {boolean} [options.perMessageDeflate]
   */
  constructor({ projects, users = DEMO_USERS, groups = DEMO_GROUPS, perMessageDeflate = false }) {
    this.users = users;
    this.groups = groups;
    this.perMessageDeflate = perMessageDeflate;
    for (const { id, name, source } of projects) {
      const project = Object.assign(new PlainProject(id), { name, source });
      project.load(source);
      this.#projects.set(String(id), Object.assign(project, { subscribers: new Set() }));
    }
    this.#commands = {
      login: { run: this.#login },
      version: { run: (session) => session.reply({ command: 'version', data: { version: '1' } }) },
      logout: { needs: 1, run: this.#logout },
      projects: { needs: 1, run: this.#list },
      dataset: { needs: 2, run: this.#load },
      project_change: { needs: 3, run: this.#change },
      reset: { needs: 3, run: this.#reset },
      request_version_autosave: { needs: 2, run: this.#autosave },
      requestVersionAutoSave: { needs: 2, run: this.#autosave },
      load_version_content: { needs: 2, run: this.#content },
      loadVersionContent: { needs: 2, run: this.#content },
      __proto__: null,
    };
  }

  /** @returns {Promise<number>} the port */
  start() {
    const { perMessageDeflate } = this;
    const options = { host: '127.0.0.1', port: 0, maxPayload: 4 * MEBIBYTE, perMessageDeflate };
    return new Promise((resolve) => {
      this.server = new WebSocketServer(options, () => resolve(this.server.address().port));
      this.server.on('connection', (socket) => this.#accept(socket));
    });
  }

  /** @returns {Promise<void>} */
  stop() {
    for (const client of this.server.clients) client.terminate();
    return new Promise((resolve) => {
      this.server.close(() => resolve());
    });
  }

  #accept(socket) {
    const session = { socket, identity: undefined, project: undefined };
    session.send = (text) => {
      if (socket.readyState === OPEN) socket.send(text, TEXT, () => {});
    };
    session.reply = (message) => session.send(JSON.stringify(message));
    socket.on('error', () => {});
    socket.on('close', () => this.#leave(session));
    socket.on('message', (bytes) => this.#dispatch(session, bytes));
  }

  #dispatch(session, bytes) {
    let message;
    try {
      message = JSON.parse(bytes.toString());
    } catch {
      const text = 'The message is not JSON text (ERR_INVALID_JSON)';
      session.reply({ command: 'error', message: text, error: text });
      return;
    }
    const command = message?.command;
    const known = this.#commands[command];
    if (!known) {
      const text = 'There is no such command (ERR_UNKNOWN_COMMAND)';
      session.reply({ command: 'error', message: text, error: text });
      return;
    }
    const refusal = known.needs && this.#refuse(session, message, known.needs);
    if (refusal) session.reply({ command, ...refusal });
    else known.run.call(this, session, message);
  }

  #refuse(session, { command, data }, needs) {
    const { identity } = session;
    if (!identity) return { error: REFUSED.login };
    if (needs < 2) return undefined;
    const id = data?.project;
    if (id === undefined || id === null) return { error: REFUSED.project };
    const { projects, reset } = this.groups[identity.group];
    const project = this.#projects.get(String(id));
    const maySee = project && (projects === '*' || projects.includes(project.id));
    if (!maySee || (command === 'reset' && !reset)) return { error: REFUSED.rights };
    if (needs < 3 || session.project === project) return undefined;
    return { error: REFUSED.subscription, data: { project: id } };
  }

  #tell(sessions, message) {
    const text = Buffer.from(JSON.stringify(message));
    for (const session of sessions) session.send(text);
  }

  #tellUsers() {
    const users = Array.from(this.#sessions, ({ identity }) => identity.userName);
    this.#tell(this.#sessions, { command: 'users', data: { users } });
  }

  #login(session, { data }) {
    const { login: userName, password } = data ?? {};
    const user = Object.hasOwn(this.users, String(userName)) ? this.users[userName] : undefined;
    if (typeof userName !== 'string' || userName === '' || (user && user.password !== password)) {
      session.reply({ command: 'login', error: 'Wrong username/password' });
      return;
    }
    this.#leave(session);
    const identity = { client: `client-${randomUUID()}`, userName };
    session.identity = { ...identity, group: user?.group ?? 'anonymous' };
    session.reply({ command: 'login', data: identity });
    this.#tell(this.#sessions, { command: 'join', data: { userName } });
    this.#sessions.add(session);
    this.#tellUsers();
  }

  #leave(session) {
    session.project?.subscribers.delete(session);
    session.project = undefined;
    if (!this.#sessions.delete(session)) return;
    const { userName } = session.identity;
    session.identity = undefined;
    this.#tell(this.#sessions, { command: 'logout', data: { userName } });
    this.#tellUsers();
  }

  #logout(session) {
    session.reply({ command: 'logout', data: {} });
    this.#leave(session);
    session.socket.close(1000);
  }

  #list(session) {
    const { projects } = this.groups[session.identity.group];
    const all = Array.from(this.#projects.values(), ({ id, name }) => ({ id, name }));
    const seen = all.filter(({ id }) => projects === '*' || projects.includes(id));
    session.reply({ command: 'projects', data: { projects: seen } });
  }

  #load(session, { data }) {
    session.project?.subscribers.delete(session);
    session.project = this.#projects.get(String(data.project));
    session.project.subscribers.add(session);
    session.send(session.project.dataset);
  }

  #change(session, message) {
    const { project, identity } = session;
    const result = project.submitParsed(message, identity.client);
    if (Buffer.isBuffer(result)) {
      for (const subscriber of project.subscribers) subscriber.send(result);
    } else {
      session.reply({ command: 'project_change', error: `${result.message} (${result.code})` });
    }
  }

  #reset({ project, identity }) {
    project.load(project.source);
    project.savedAt = undefined;
    const dataset = project.datasetAfterReset;
    for (const subscriber of project.subscribers) subscriber.send(dataset);
    const data = { userName: identity.userName, project: project.id };
    this.#tell(project.subscribers, { command: 'reset', data });
  }

  #autosave(session, { data }) {
    const project = this.#projects.get(String(data.project));
    if (project.savedAt > performance.now() - 59 * 60_000) return;
    project.savedAt = performance.now();
    session.reply({ command: 'versionAutoSaveOK', data: { project: project.id } });
  }

  #content(session, { command, data }) {
    const project = this.#projects.get(String(data.project));
    const { versionId } = data;
    if (project.hasVersion(versionId)) {
      const content = project.versionContent(versionId);
      session.reply({ command, data: { project: project.id, versionId, content } });
    } else {
      session.reply({ command, error: 'The project has no such version (ERR_UNKNOWN_VERSION)' });
    }
  }
}

module.exports = { Plain };
