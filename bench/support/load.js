'use strict';

const path = require('node:path');
const { RawClient, frame } = require('./raw-client');
const { ServerHandle } = require('./server-handle');
const { LOGIN, VERSION, datasetRequest } = require('./workload');

// So many connections are set up at a time.
const AT_ONCE = 20;
const DRIVER = path.join('..', '..', 'build', 'bench', 'Release', 'bench_driver.node');
const { drive } = require(DRIVER);

/**
 * A server in a process of its own with clients that are logged in and follow a project: what the scenarios send to.
 */
class Load {
  #port = 0;
  #deflate = false;

  /** @param {ServerHandle} handle @param {RawClient[]} clients @param {string} kind */
  constructor(handle, clients, kind) {
    this.handle = handle;
    this.clients = clients;
    this.kind = kind;
  }

  /**
   * @param {import('./servers').ServerPlan} plan
   * @param {{clients: number, projectOf?: (client: number) => number}} people
   * @returns {Promise<Load>}
   */
  static async start(plan, { clients: count, projectOf = () => 1 }) {
    const handle = new ServerHandle();
    const { port } = await handle.ask('start', plan);
    const load = new Load(handle, [], plan.kind);
    load.#port = port;
    load.#deflate = plan.deflate ?? false;
    await load.join(count, plan.kind, plan, projectOf);
    return load;
  }

  /**
   * More clients connect, log in and load a project.
   *
   * @param {number} count
   * @param {string} kind of server
   * @param {{deflate?: boolean}} [options]
   * @param {(client: number) => number} [projectOf]
   */
  async join(count, kind, options = {}, projectOf = () => 1) {
    for (let first = 0; first < count; first += AT_ONCE) {
      const size = Math.min(AT_ONCE, count - first);
      const numbers = Array.from({ length: size }, (_, index) => first + index);
      await Promise.all(
        numbers.map(async (index) => {
          const client = await RawClient.open(this.#port, options);
          this.clients.push(client);
          await this.#enter(client, projectOf(index), kind);
        }),
      );
    }
    await this.settle();
  }

  /** Everything that was sent to any client up to now has arrived. */
  async settle() {
    await Promise.all(this.clients.map((client) => this.#version(client)));
  }

  /**
   * The clients follow the projects that `projectOf` says.
   *
   * @param {(client: number) => number} projectOf
   */
  async follow(projectOf) {
    for (const [index, client] of this.clients.entries()) {
      client.write(frame(datasetRequest(projectOf(index))));
      if (index % AT_ONCE === 0) await this.#version(client);
    }
    await this.settle();
  }

  /**
   * Sends messages so that at most `inFlight` operations are unanswered, each by the next author.
   *
   * @param {Buffer[][]} operations the frames of each
   * @param {object} [people]
   * @param {RawClient[]} [people.authors] the first sees what is answered
   * @param {RawClient[]} [people.receivers] get all answers
   * @param {number} [people.inFlight]
   * @param {number} [people.answers] messages to one operation; default: one to each of its frames
   * @param {boolean} [people.sleeps] does the client sleep until an answer comes?
   * @returns {{latencies: Float64Array, seconds: number}} latencies in milliseconds, when all receivers have all
   */
  closedLoop(operations, { authors = [this.clients[0]], receivers = authors, ...how } = {}) {
    const { inFlight = 1, answers = operations[0].length, sleeps = false } = how;
    const placeOf = placesOf(this.clients);
    const isReceiver = new Set(receivers);
    return this.#drive({
      targets: this.clients.map((one) => (isReceiver.has(one) ? operations.length * answers : 0)),
      operations: operations.map((frames, index) => [
        frames.length === 1 ? frames[0] : Buffer.concat(frames),
        placeOf.get(authors[index % authors.length]),
        placeOf.get(authors[0]),
        1,
      ]),
      answers,
      inFlight,
      sleeps,
    });
  }

  /**
   * Sends at a rate, whether the server keeps up or not; a latency begins when its message was due.
   *
   * @param {{people: RawClient[], frames: Buffer[]}[]} groups each of one project: who follows it, in the order of the
   *   clients, and what they send in turn
   * @param {number} rate of all groups, messages a second
   * @returns {{latencies: Float64Array}} of each message for each of those who got it
   */
  openLoop(groups, rate) {
    const placeOf = placesOf(this.clients);
    const targets = this.clients.map(() => 0);
    const rounds = Math.max(...groups.map(({ frames }) => frames.length));
    const operations = [];
    for (const { people, frames } of groups) {
      for (const one of people) targets[placeOf.get(one)] = frames.length;
    }
    for (let round = 0; round < rounds; round++) {
      for (const { people, frames } of groups) {
        if (round >= frames.length) continue;
        const author = people[round % people.length];
        operations.push([
          frames[round],
          placeOf.get(author),
          placeOf.get(people[0]),
          people.length,
        ]);
      }
    }
    return this.#drive({ targets, operations, answers: 1, inFlight: 0, rate });
  }

  /** Nothing else happens in this process meanwhile. */
  #drive(plan) {
    const sockets = this.clients.map(({ descriptor }) => descriptor);
    const { received, ...result } = drive({ sockets, rate: 0, ...plan });
    for (const [index, client] of this.clients.entries()) client.note(received[index]);
    return result;
  }

  /**
   * @param {number[]} targets how many messages each client gets in all
   * @param {RawClient[]} [clients]
   * @returns {Promise<void>} when they have got them
   */
  received(targets, clients = this.clients) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const failed = clients.find(({ error }) => error);
        if (failed) reject(failed.error);
        else if (clients.every(({ messages }, index) => messages >= targets[index])) resolve();
        else setImmediate(look);
      };
      look();
    });
  }

  /** Ends the server and the connections. */
  end() {
    this.handle.end();
    for (const client of this.clients) client.close();
  }

  async #enter(client, project, kind) {
    if (kind !== 'relay') client.write(frame(LOGIN));
    client.write(frame(datasetRequest(project)));
    await this.#version(client);
  }

  /** @returns {Promise<unknown>} when everything that the client sent has been handled, and the answers are here */
  #version(client) {
    // What a compressed message says is not read.
    if (this.#deflate) return client.ping();
    const answered = client.messageThatBegins('{"command":"version"');
    client.write(frame(VERSION));
    return answered;
  }
}

/** @returns {Map<RawClient, number>} */
function placesOf(clients) {
  return new Map(clients.map((client, index) => [client, index]));
}

module.exports = { Load };
