const HERE_MS = 30_000;

/** The people of the project, and the position of this client, which the server forgets with each connection. */
export class People {
  /** The people with a name. @type {Record<string, any>[]} */
  users = [];
  #project;
  /** @type {string | number | null} */
  #task = null;
  #more = {};
  /** @type {any} */
  #pulse;

  /** @param {{link: import('./link.js').Link, emit: (name: string, detail: object) => void}} project */
  constructor(project) {
    this.#project = project;
  }

  /** There is a new connection. */
  begin() {
    this.end();
    this.#pulse = setInterval(
      () => this.#send('heartbeat', { activeTask: this.#task, ...this.#more }),
      HERE_MS,
    );
    if (this.#task !== null) this.select(this.#task, this.#more);
  }

  /** There is none any more. */
  end() {
    clearInterval(this.#pulse);
  }

  /** @param {string | number | null} [task] its id @param {object} [more] the action */
  select(task = null, more = {}) {
    this.#task = task;
    this.#more = more;
    this.#send('selection', { taskId: task, ...more });
  }

  /** @param {string} type of any message @param {any} payload */
  receive(type, payload) {
    if (type === 'presence') this.users = payload.users;
    if (/presence|selection|user_left/.test(type)) this.#project.emit(type, payload);
  }

  /** @param {string} type @param {object} payload */
  #send(type, payload) {
    this.#project.link.send({ type, payload });
  }
}
