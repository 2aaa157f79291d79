const HERE_MS = 30_000;

/** Who is at the project, and where this client is, which the server forgets with each connection. */
export class People {
  /** Who is here, as far as they have a name. @type {Record<string, any>[]} */
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

  /** @param {string | number | null} [task] its id @param {object} [more] what one does there */
  select(task = null, more = {}) {
    this.#task = task;
    this.#more = more;
    this.#send('selection', { taskId: task, ...more });
  }

  /** @param {string} type of a message, be it about them or not @param {any} payload */
  receive(type, payload) {
    if (type === 'presence') this.users = payload.users;
    if (/presence|selection|user_left/.test(type)) this.#project.emit(type, payload);
  }

  /** @param {string} type @param {object} payload */
  #send(type, payload) {
    this.#project.link.send({ type, payload });
  }
}
