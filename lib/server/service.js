'use strict';

const { SERVER_NAME } = require('../access/names');
const { Acceptor } = require('./acceptor');
const { Backlog } = require('../net/backlog');
const { Arrivals } = require('../session/arrivals');
const { Broadcaster } = require('../net/broadcaster');
const { Changes } = require('../project/changes');
const { ALL_DIALECTS, DIALECTS } = require('../dialects');
const { CrudEndpoint } = require('../dialects/crud/endpoint');
const { Connections } = require('../net/connections');
const { Crowd } = require('../net/crowd');
const { Delivery } = require('../project/delivery');
const { Dispatcher } = require('../dialects/dispatcher');
const { Admission } = require('../dialects/admission');
const { UpgradeHandler } = require('../net/upgrade-handler');
const { FairQueue } = require('../base/fair-queue');
const { IdleTimer } = require('../base/idle-timer');
const { KeptClients } = require('../session/kept-clients');
const { KeptHistory } = require('./kept-history');
const { Listener } = require('../net/listener');
const { Presence } = require('../presence/presence');
const { PresencePace } = require('../presence/presence-pace');
const { Projects } = require('../project/projects');
const { Reserve } = require('../net/reserve');
const { Router } = require('../http/router');
const { openable, upgradeOf } = require('../storage/storage');
const { readTls } = require('../net/tls-files');
const { keptAtEnd, keptAtStart } = require('./what-is-kept');
const { Turn } = require('../net/fast/turn');

/** @typedef {import('../access/authenticator').Authenticator} Authenticator */
/** @typedef {import('../project/hooks').Hooks} Hooks */
/** @typedef {import('../base/log').Log} Log */
/** @typedef {import('../storage/data-source').ProjectOptions} ProjectOptions */
/** @typedef {import('../options/option-types').ResolvedOptions} ResolvedOptions */
/** @typedef {import('../storage/port').Storage} Storage */

const CLOSE_PATIENCE_MS = 1000;
const UNPACKED_AT_ONCE = 2;
// Each connection has at most one.
const UNPACKING = {
  atOnce: UNPACKED_AT_ONCE,
  mostWaiting: Infinity,
  mostWaitingEach: Infinity,
};

/**
 * A running server: everything that lives from `init()` to `destroy()`.
 */
class Service {
  #clients;
  #options;
  #connections;
  #crowd = new Crowd();
  #upgrades;
  #idle;
  #listener;
  #log;
  #pace;
  #router;
  /** @type {Storage | undefined} undefined: memory only */
  #storage;
  #transports;

  /**
   * @param {ResolvedOptions} options
   * @param {ProjectOptions[]} list of the projects
   * @param {{authenticator: Authenticator, hooks: Hooks, log: Log}} parts that exist before it
   */
  constructor(options, list, { authenticator, hooks, log }) {
    const broadcaster = new Broadcaster(log);
    this.#pace = new PresencePace();
    const presence = new Presence(this.#pace, (person, message) =>
      broadcaster.send([person], message),
    );
    this.#storage = openable(options.storage, options);
    this.projects = new Projects(list, options, {
      broadcaster,
      dialects: ALL_DIALECTS,
      hooks,
      log,
      pace: this.#pace,
      storage: this.#storage,
    });
    this.#options = options;
    this.#connections = new Connections(options.pingInterval);
    this.#log = log;
    const { projects } = this;
    const delivery = new Delivery(broadcaster);
    /** The stored history. */
    this.history = new KeptHistory({ delivery, hooks, log, projects, storage: this.#storage });
    this.#clients = new KeptClients(projects, this.#storage);
    const { clientIds, returns } = this.#clients;
    const arrivals = new Arrivals({ clientIds, hooks, presence, returns });
    const changes = new Changes(hooks, log, options.stormPolicy);
    const dispatcher = new Dispatcher({
      authenticator,
      arrivals,
      changes,
      delivery,
      log,
      projects,
    });
    const reserve = new Reserve(options.maxTotalBufferedBytes);
    const backlog = new Backlog(options.maxTotalUnsentBytes);
    this.#idle = new IdleTimer(options.resetDelay, () => this.#resetIdle());
    const onUse = () => this.#idle.touch();
    const acceptor = new Acceptor(options, {
      authenticator,
      arrivals,
      connections: this.#connections,
      crowd: this.#crowd,
      dispatcher,
      log,
      onMessage: onUse,
      reserve,
      shared: { backlog, unpacking: new FairQueue(UNPACKING) },
      turn: new Turn(log),
    });
    const admission = new Admission(authenticator, projects, DIALECTS, options.guests);
    this.#router = new Router(options, {
      routes: new CrudEndpoint(options, {
        admitTo: admission.admitTo.bind(admission),
        changes,
        delivery,
        log,
        nextClientId: clientIds.numbered(),
      }).routes(options),
      log,
      backlog,
      reserve,
      onRequest: onUse,
    });
    this.#upgrades = new UpgradeHandler(options, {
      admission,
      isFull: (waiting) => this.#connections.size + waiting >= options.maxConnections,
      log,
      onEnter: acceptor.accept.bind(acceptor),
    });
    this.#transports = DIALECTS.flatMap(
      ({ transport }) =>
        transport?.(options, {
          screen: (request, waiting) => this.#upgrades.screen(request, waiting),
          addressOf: (request) => this.#upgrades.addressOf(request),
          identify: admission.identify.bind(admission),
          accept: acceptor.acceptFrom.bind(acceptor),
        }) ?? [],
    );
    const paths = [...DIALECTS, ...this.#transports].flatMap(({ path }) => path ?? []);
    this.#listener = new Listener({
      tls: options.server ? undefined : readTls(options.tls),
      server: options.server,
      paths: [options.path ?? '/', ...paths],
      takesAll: options.path === undefined,
      onLost: (path) => this.#logLost(path),
      onUpgrade: (request, socket, head) =>
        this.#router.afterAnswers(request.socket, () =>
          this.#crowd.do(() =>
            (this.#transportOf(request) ?? this.#upgrades).upgrade(request, socket, head),
          ),
        ),
      onRequest: (request, response) => this.answer(request, response),
      onError: (error) => log.error(`The port failed: ${error.message}`),
    });
  }

  /** @returns {string} ws or wss */
  get scheme() {
    return this.#listener.isSecure ? 'wss' : 'ws';
  }

  /** @returns {number | undefined} the actual port */
  get port() {
    return this.#listener.port;
  }

  /**
   * Answers a plain HTTP request.
   *
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   * @returns {boolean} false: it is not for this server, and untouched
   */
  answer(request, response) {
    const transport = this.#transportOf(request);
    transport?.request(request, response);
    return transport !== undefined || this.#router.handle(request, response);
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @returns {import('../session/dialect').Transport | undefined}
   */
  #transportOf({ url = '' }) {
    if (this.#transports.length === 0) return undefined;
    const [path] = url.split('?', 1);
    return this.#transports.find((transport) => transport.handles(path));
  }

  /**
   * Loads the projects, then opens the port.
   *
   * @param {number} port
   * @returns {Promise<void>}
   */
  async start(port) {
    await this.#storage?.open();
    const upgraded = upgradeOf(this.#storage);
    if (upgraded) this.#log.info(upgraded);
    await this.projects.load();
    await this.#clients.recover();
    await this.#listener.open(port, this.#options.host);
    this.#connections.startPings();
    this.#log.info(keptAtStart(this.#storage));
  }

  /**
   * Ends every connection, timer and reset, and frees the port.
   *
   * @returns {Promise<void>}
   */
  async stop() {
    this.#idle.stop();
    this.#router.close();
    this.#upgrades.close();
    await Promise.all([
      this.#listener.close(),
      this.#connections.close(CLOSE_PATIENCE_MS),
      this.projects.end(),
    ]);
    for (const transport of this.#transports) transport.close();
    await this.projects.stored();
    const fault = await closed(this.#storage);
    this.#log[fault ? 'error' : 'info'](keptAtEnd(this.#storage, this.projects.all, fault));
    this.#pace.stop();
  }

  /** @param {string} path of a request that another server has answered */
  #logLost(path) {
    // Without the option `path`, the request was probably meant for the other server.
    if (this.#options.path === undefined) return;
    const text = `A request for "${path}" was answered by another listener of the HTTP server`;
    this.#log.paced('warn', 'lost request', path, text);
  }

  #resetIdle() {
    const { resetDelay } = this.#options;
    this.#log.warn(`Nothing has come for ${resetDelay} ms (resetDelay): all projects are reset`);
    this.projects
      .resetAll(SERVER_NAME)
      .catch((error) => this.#log.error(`The projects could not be reset: ${error.message}`));
  }
}

/**
 * @param {Storage | undefined} storage
 * @returns {Promise<Error | undefined>} why its data may be missing at the next start
 */
async function closed(storage) {
  try {
    await storage?.close();
    return undefined;
  } catch (error) {
    return /** @type {Error} */ (error);
  }
}

module.exports = { Service };
