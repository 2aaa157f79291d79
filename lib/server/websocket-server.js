'use strict';

const https = require('node:https');
const { Authenticator } = require('../access/authenticator');
const { SERVER_NAME } = require('../access/names');
const { serverUrl } = require('./address');
const { consoleLogger } = require('../base/console-logger');
const { codedError } = require('../base/errors');
const { Log } = require('../base/log');
const { Hooks } = require('../project/hooks');
const { checkProjects, listFolder } = require('../storage/data-folder');
const { readOption, resolveOptions } = require('../options/resolve-options');
const { Service } = require('./service');
const { startWarnings } = require('./start-warnings');

/** @typedef {import('../options/option-types').ServerOptions} ServerOptions */

const NOT_LISTENING = 'The HTTP server of the application does not listen yet: it has no address';

/**
 * The server for embedding in a program: pass options, `await init()`, and finally `await destroy()`.
 */
class WebSocketServer {
  #options;
  #authenticator;
  #hooks;
  #projects;
  #log;
  #port;
  /** @type {Promise<Service> | undefined} from init() to destroy() */
  #starting;
  /** @type {Service | undefined} while the port is open */
  #service;
  /** @type {Promise<void> | undefined} while destroy() is running */
  #stopping;

  /**
   * @param {ServerOptions} [options] README and `--help` list them with their defaults
   * @throws {TypeError} that names the unknown or invalid option
   */
  constructor(options) {
    this.#options = resolveOptions(options);
    this.#log = new Log(this.#options.logger ?? consoleLogger(), this.#options.debug);
    this.#hooks = new Hooks(this.#options, this.#log);
    this.#authenticator = new Authenticator(this.#options, this.#hooks);
    this.#projects =
      this.#options.projects &&
      checkProjects(
        this.#options.projects,
        this.#options.conflicts,
        this.#options.onLoad !== undefined,
      );
    this.#port = this.#options.port;
  }

  /**
   * @returns {number} the port of the options, or the actual port once the server is running; with the option `server`,
   * the port of that server
   * @throws {Error} as `address` does
   */
  get port() {
    const { server } = this.#options;
    if (server) return portOf(listening(server));
    return this.#service?.port ?? this.#port;
  }

  /**
   * @returns {string} the URL for clients, for example ws://192.0.2.7:8080
   * @throws {Error} ERR_NOT_STARTED while the application's server does not listen
   */
  get address() {
    const { server, host, path = '' } = this.#options;
    if (!server) return serverUrl(this.#service?.scheme ?? 'ws', host, this.port) + path;
    const at = listening(server);
    if (typeof at === 'string') return `ws+unix:${at}${path && `:${path}`}`;
    return serverUrl(server instanceof https.Server ? 'wss' : 'ws', at.address, at.port) + path;
  }

  /**
   * Loads the projects and starts to listen.
   *
   * @param {number | string} [port] overrides the option
   * @returns {Promise<true>} rejects with an error with a `code` if a data file is missing or invalid, or the port is
   * in use; then nothing is running, and init() may be called again
   */
  async init(port) {
    if (this.#starting) throw codedError('ERR_ALREADY_STARTED', 'The server is already running');
    if (port !== undefined) this.#port = /** @type {number} */ (readOption('port', port));

    this.#starting = this.#start();
    try {
      this.#service = await this.#starting;
    } catch (error) {
      this.#starting = undefined;
      throw error;
    }
    return true;
  }

  /**
   * Ends everything that init() started: connections, timers, the port. Does nothing if the server is not running.
   *
   * @returns {Promise<void>}
   */
  destroy() {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /**
   * Resets a project: loads its data again and informs its subscribers. Without a project, resets all.
   *
   * @param {number | string} [project]
   * @param {string} [userName] the user named to the subscribers
   * @returns {Promise<void>}
   */
  async resetDataSet(project, userName = SERVER_NAME) {
    const { projects } = this.#running();
    await (project === undefined ? projects.resetAll(userName) : projects.reset(project, userName));
  }

  /**
   * Resets all projects.
   *
   * @returns {Promise<void>}
   */
  resetEntireDataset() {
    return this.resetDataSet();
  }

  /**
   * The current state of a project.
   *
   * @param {number | string} project
   * @returns {Promise<Buffer>} JSON text, usable as a data file: {"project":{…},"tasks":{"rows":[…]},…}
   * @throws {Error} ERR_UNKNOWN_PROJECT
   */
  async dataset(project) {
    const hosted = this.#running().projects.named(project);
    return hosted.read(() => hosted.texts.text);
  }

  /**
   * Opens the stored history: who changed what, and earlier states.
   *
   * @returns {Promise<import('../storage/history').History>} to be closed by the caller, before the server or after it
   * @throws {Error} ERR_NO_HISTORY without a storage, or with one that has no history
   */
  openHistory() {
    return this.#running().history.open();
  }

  /**
   * Restores a project, a record (optionally with its subtree) or a field to an earlier state. The restore is a normal
   * revision of the server: everybody gets it, other changes stay, and another restore reverts it.
   *
   * @param {number | string} project
   * @param {import('../storage/scope').Wanted} wanted the part and the point in time
   * @returns {Promise<number | undefined>} number of the restoring revision, once it is stored; undefined: nothing
   * differed
   * @throws {Error} ERR_NO_HISTORY, ERR_UNKNOWN_PROJECT, ERR_UNKNOWN_REVISION, ERR_UNKNOWN_RECORD; then nothing has changed
   */
  async restore(project, wanted) {
    return this.#running().history.restore(project, wanted);
  }

  /**
   * Replaces the name of a user by a pseudonym everywhere in the storage. Further changes under that name are stored
   * under it again, so remove the account first.
   *
   * @param {string} name
   * @param {string} [pseudonym] default: a random one
   * @returns {Promise<string>} the pseudonym
   * @throws {Error} ERR_NO_HISTORY if the storage has no names; ERR_UNKNOWN_USER if no user has the name, or the
   * pseudonym is in use
   */
  async forgetUser(name, pseudonym) {
    return this.#running().history.forgetUser(name, pseudonym);
  }

  /**
   * Handles HTTP requests on the port of an application: `app.use(server.requestHandler)`, or as a listener of a plain
   * server, where it returns false for a request that it does not handle. On its own port, the server handles them
   * itself.
   *
   * @returns {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, next?: () => void) =>
   *   boolean}
   */
  get requestHandler() {
    return (request, response, next) => {
      const isAnswered = this.#service?.answer(request, response) ?? false;
      if (!isAnswered) next?.();
      return isAnswered;
    };
  }

  /** Logs the address, or that there is none yet. */
  showWebSocketServerAddress() {
    const { server } = this.#options;
    this.#log.info(server && !server.listening ? NOT_LISTENING : this.address);
  }

  async #stop() {
    const service = await this.#starting?.catch(() => undefined);
    await service?.stop();
    this.#log.flush();
    this.#service = undefined;
    this.#starting = undefined;
    this.#stopping = undefined;
  }

  /** @returns {Promise<Service>} */
  async #start() {
    const projects =
      this.#projects ?? (await listFolder(this.#options.data, this.#options.conflicts));
    const parts = { authenticator: this.#authenticator, hooks: this.#hooks, log: this.#log };
    const service = new Service(this.#options, projects, parts);
    await service.start(this.#port);
    for (const warning of startWarnings(this.#options, projects)) this.#log.warn(warning);
    return service;
  }

  /** @returns {Service} */
  #running() {
    if (this.#service) return this.#service;
    throw codedError('ERR_NOT_STARTED', 'The server is not running: call init() first');
  }
}

/**
 * @param {import('node:http').Server} server of the application
 * @returns {import('node:net').AddressInfo | string} a string is the path of a socket
 */
function listening(server) {
  const at = server.address();
  if (at === null) throw codedError('ERR_NOT_STARTED', NOT_LISTENING);
  return at;
}

/**
 * @param {import('node:net').AddressInfo | string} at
 * @returns {number} 0: it listens on a path
 */
function portOf(at) {
  return typeof at === 'string' ? 0 : at.port;
}

module.exports = { WebSocketServer };
