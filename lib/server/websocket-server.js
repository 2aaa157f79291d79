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
 * The server as a program embeds it: give it options, `await init()`, and in the end `await destroy()`.
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
  /** @type {Promise<void> | undefined} while destroy() is at work */
  #stopping;

  /**
   * @param {ServerOptions} [options] README and `--help` list them with their defaults
   * @throws {TypeError} that names the option that is unknown or wrong
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
   * @returns {number} the port of the options; once the server is running, the real one. Of an application's own server the
   *   one that it listens on
   * @throws {Error} as `address` does
   */
  get port() {
    const { server } = this.#options;
    if (server) return portOf(listening(server));
    return this.#service?.port ?? this.#port;
  }

  /**
   * @returns {string} the URL for clients, for example ws://192.0.2.7:8080
   * @throws {Error} ERR_NOT_STARTED while an application's own server does not listen
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
   * @param {number | string} [port] in place of the option
   * @returns {Promise<true>} rejected, with a `code`, when a data file is missing or wrong or the port is not free;
   *   then nothing is running, and init() may be called again
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
   * Ends everything that init() began: connections, timers, the port. Without a running server it does nothing.
   *
   * @returns {Promise<void>}
   */
  destroy() {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  /**
   * Loads the data of a project anew and tells its subscribers; without a project, that of all.
   *
   * @param {number | string} [project]
   * @param {string} [userName] who the subscribers are told did it
   * @returns {Promise<void>}
   */
  async resetDataSet(project, userName = SERVER_NAME) {
    const { projects } = this.#running();
    await (project === undefined ? projects.resetAll(userName) : projects.reset(project, userName));
  }

  /**
   * Loads the data of all projects anew and tells their subscribers.
   *
   * @returns {Promise<void>}
   */
  resetEntireDataset() {
    return this.resetDataSet();
  }

  /**
   * A project as it is now.
   *
   * @param {number | string} project
   * @returns {Promise<Buffer>} JSON text, which may be a data file: {"project":{…},"tasks":{"rows":[…]},…}
   * @throws {Error} ERR_UNKNOWN_PROJECT
   */
  async dataset(project) {
    const hosted = this.#running().projects.named(project);
    return hosted.read(() => hosted.texts.text);
  }

  /**
   * What is kept of the past of the projects: who changed what, and what they were.
   *
   * @returns {Promise<import('../storage/history').History>} to be closed by the caller, before the server or after it
   * @throws {Error} ERR_NO_HISTORY where projects are in memory alone, or in a storage without one
   */
  openHistory() {
    return this.#running().history.open();
  }

  /**
   * Makes a project what it was, or a record of it, with all below it if that is asked for, or a field. It is a revision like any
   * other, of the server's: everybody is told, what others have changed elsewhere stays, and another restore undoes it.
   *
   * @param {number | string} project
   * @param {import('../storage/scope').Wanted} wanted what, and as it was when
   * @returns {Promise<number | undefined>} number of the revision that did it, when it is kept; undefined: it was so already
   * @throws {Error} ERR_NO_HISTORY, ERR_UNKNOWN_PROJECT, ERR_UNKNOWN_REVISION, ERR_UNKNOWN_RECORD; then nothing has changed
   */
  async restore(project, wanted) {
    return this.#running().history.restore(project, wanted);
  }

  /**
   * Puts a pseudonym in the place of a user's name, everywhere in what is kept. What somebody does under that name from then on is
   * kept under it again, so take the account away before.
   *
   * @param {string} name
   * @param {string} [pseudonym] default: one by chance
   * @returns {Promise<string>} the pseudonym
   * @throws {Error} ERR_NO_HISTORY where no names are kept; ERR_UNKNOWN_USER: nobody has the name, or somebody has the pseudonym
   */
  async forgetUser(name, pseudonym) {
    return this.#running().history.forgetUser(name, pseudonym);
  }

  /**
   * What answers requests over HTTP where an application has the port: `app.use(server.requestHandler)`, or as a listener of a
   * plain server, which gets false for a request that is not for it. On a port of its own the server does it itself.
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

  /** Writes the address to the log, or that there is none yet. */
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
 * @param {import('node:http').Server} server the application's own
 * @returns {import('node:net').AddressInfo | string} a text is the path of a socket
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
