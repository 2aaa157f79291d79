'use strict';

const { RawClient, frame } = require('./raw-client');
const { ServerHandle } = require('./server-handle');
const { LOGIN, VERSION, datasetRequest } = require('./workload');

// So many connections are set up at a time.
const AT_ONCE = 20;
const TICK_MS = 1;

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
   * Sends messages so that at most `inFlight` are unanswered, each by the next author.
   *
   * @param {Buffer[][]} operations the frames of each; every frame is answered with one message
   * @param {{authors?: RawClient[], receivers?: RawClient[], inFlight?: number}} [people]
   * @returns {Promise<{latencies: number[], seconds: number}>} latencies in milliseconds, when all receivers have all
   */
  closedLoop(operations, { authors = [this.clients[0]], receivers = authors, inFlight = 1 } = {}) {
    const [observer] = authors;
    const perOperation = operations[0].length;
    const total = operations.length * perOperation;
    const targets = receivers.map((client) => client.messages + total);
    const sentAt = new Float64Array(operations.length);
    const latencies = [];
    const began = performance.now();
    let sent = 0;
    let left = perOperation;
    const send = () => {
      sentAt[sent] = performance.now();
      const author = authors[sent % authors.length];
      for (const bytes of operations[sent]) author.write(bytes);
      sent += 1;
    };
    return new Promise((resolve, reject) => {
      const finish = () => {
        observer.onMessage = () => {};
        const seconds = (performance.now() - began) / 1000;
        this.received(targets, receivers).then(() => resolve({ latencies, seconds }), reject);
      };
      observer.onMessage = () => {
        if (--left > 0) return;
        left = perOperation;
        latencies.push(performance.now() - sentAt[latencies.length]);
        if (sent < operations.length) send();
        else if (latencies.length === operations.length) finish();
      };
      while (sent < Math.min(inFlight, operations.length)) send();
    });
  }

  /**
   * Sends at a rate, whether the server keeps up or not; a latency begins when its message was due.
   *
   * @param {{observer: RawClient, authors: RawClient[], frames: Buffer[]}[]} groups each of one project
   * @param {number} rate of all groups, messages a second
   * @returns {Promise<{latencies: number[]}>} as the observers saw it
   */
  openLoop(groups, rate) {
    const latencies = [];
    const total = groups.reduce((sum, { frames }) => sum + frames.length, 0);
    const dueOf = groups.map(() => []);
    return new Promise((resolve) => {
      for (const [index, { observer }] of groups.entries()) {
        let next = 0;
        observer.onMessage = () => {
          latencies.push(performance.now() - dueOf[index][next++]);
          if (latencies.length === total) resolve({ latencies });
        };
      }
      const began = performance.now();
      let sent = 0;
      const timer = setInterval(() => {
        const now = performance.now();
        for (; sent < total; sent++) {
          const due = began + (sent * 1000) / rate;
          if (due > now) return;
          const index = sent % groups.length;
          const { authors, frames } = groups[index];
          const number = dueOf[index].push(due) - 1;
          authors[number % authors.length].write(frames[number]);
        }
        clearInterval(timer);
      }, TICK_MS);
    });
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

module.exports = { Load };
