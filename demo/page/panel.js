import { liveOf } from '../client/chart/index.js';
import { followChart, highlights } from '../client/widgets/index.js';
import { createGantt } from './gantt.js';
import { createProject } from './project.js';
import { hue, initials } from './names.js';
import { toaster } from './toasts.js';

const frame = `
    <header class="panel-head">
        <form><label>Name <input name="name" required maxlength="60" autocomplete="off"></label><button>Log in</button></form>
        <p class="me" hidden><span></span><button type="button">Log out</button></p>
        <ul class="people" aria-label="Who is online"></ul>
    </header>
    <div class="panel-body">
        <div class="panel-gantt"></div>
        <ul class="toasts" aria-live="polite"></ul>
        <div class="mask" role="status"><p></p><button type="button" hidden>Try now</button></div>
    </div>`;

/** One user of the page: a name, a connection of its own, a chart, and what the others do. */
export class Panel {
  /**
   * @param {HTMLElement} parent
   * @param {{ url: string, userName: string, projectId: string | number }} options
   */
  constructor(parent, options) {
    this.options = options;
    this.element = parent.appendChild(document.createElement('section'));
    this.element.className = 'panel';
    this.element.innerHTML = frame;
    this.toast = toaster(this.find('.toasts'));
    this.input.value = options.userName;
    this.build();

    this.find('form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.login().catch(() => {});
    });
    this.find('.me button').addEventListener('click', () => this.project.liveLogout());
    this.find('.mask button').addEventListener('click', () => this.project.liveConnection?.open());
    this.mask('Log in to open the project');
  }

  /** Makes an empty chart. */
  build() {
    this.loaded = false;
    this.project = createProject();
    this.gantt = createGantt(this.find('.panel-gantt'), this.project);
    this.project.on(this.listeners());
    this.live = liveOf(this.project);
    this.parts = [
      this.live,
      highlights(this.live, this.gantt.element),
      followChart(this.live, this.gantt),
    ];
  }

  /** Puts a new chart in the place of one that could not follow, once it has shown that it can load. */
  rebuild(error) {
    console.error(error);
    this.showPeople([]);
    if (!this.loaded) {
      this.mask('This chart cannot be shown');
      return;
    }
    this.mask('Loading anew …');
    // Not from within the event of the project that goes.
    setTimeout(() => {
      this.leave();
      try {
        this.gantt.destroy();
        this.project.destroy();
      } catch {
        // What could not follow may be too confused to end in order, too.
      }
      this.find('.panel-gantt').replaceChildren();
      this.build();
      this.toast('The chart could not follow, and was loaded anew', 'bad');
      this.login().catch(() => {});
    });
  }

  /** @param {string} selector @returns {any} */
  find(selector) {
    return this.element.querySelector(selector);
  }

  get input() {
    return /** @type {HTMLInputElement} */ (this.find('input'));
  }

  /** Logs in under the name in the form; settles when the project is on the screen. */
  login() {
    this.options.userName = this.input.value.trim();
    this.mask('Loading …');
    const connected = this.project.liveConnect(this.options);
    connected.catch(({ message }) => this.mask(message));
    return connected;
  }

  destroy() {
    clearInterval(this.countdown);
    this.leave();
    this.gantt.destroy();
    this.project.destroy();
    this.element.remove();
  }

  /** Ends what shows the others, and shows one to them. */
  leave() {
    for (const part of this.parts.splice(0)) part.destroy();
  }

  listeners() {
    const { toast } = this;

    return {
      liveOnline: ({ userName }) => this.showUser(userName),
      liveDataset: () => ((this.loaded = true), this.catchUp()),
      liveQueue: () => this.catchUp(),
      liveOffline: ({ retryIn }) => this.offline(retryIn),
      liveRefused: ({ message }) => (this.mask(message), this.showUser()),
      liveClosed: () => (this.mask('Logged out'), this.showUser(), this.showPeople([])),
      liveBroken: ({ error }) => this.rebuild(error),
      liveUsers: ({ users }) => this.showPeople(users),
      liveJoin: ({ userName }) => toast(`${userName} is here`),
      liveLeave: ({ userName }) => toast(`${userName} has left`),
      liveReset: ({ userName }) => toast(`${userName} has reset the project`),
      liveDropped: ({ count }) => toast(`${count} of your edits could not be kept`, 'bad'),
      liveError: ({ message }) => toast(message, 'bad'),
    };
  }

  /** @param {string} [userName] logged in under this name; not logged in without it */
  showUser(userName) {
    this.find('form').hidden = Boolean(userName);
    this.find('.me').hidden = !userName;
    this.find('.me span').textContent = userName ?? '';
  }

  /** @param {string[]} users */
  showPeople(users) {
    this.find('.people').replaceChildren(
      ...users.map((name) => {
        const person = document.createElement('li');

        person.textContent = initials(name);
        person.title = name;
        person.style.setProperty('--hue', String(hue(name)));
        return person;
      }),
    );
  }

  /** Counts down to the next attempt. @param {number} retryIn */
  offline(retryIn) {
    const due = Date.now() + retryIn;
    const show = () =>
      this.mask(
        `Offline. Trying again in ${Math.max(0, Math.ceil((due - Date.now()) / 1000))} s`,
        true,
      );

    show();
    this.countdown = setInterval(show, 250);
    this.showPeople([]);
  }

  /** Covers the chart, so that nobody edits what cannot be shared. @param {string} text @param {boolean} [retry] */
  mask(text, retry = false) {
    clearInterval(this.countdown);
    this.find('.mask').hidden = false;
    this.find('.mask p').textContent = text;
    this.find('.mask button').hidden = !retry;
    this.find('.panel-gantt').inert = true;
  }

  /** Uncovers the chart when it shows all, its user's edits from before the line broke included. */
  catchUp() {
    const { liveLoaded, liveQueue } = this.project;

    if (liveLoaded && !liveQueue.underWay && !liveQueue.waiting) this.unmask();
  }

  unmask() {
    clearInterval(this.countdown);
    this.find('.mask').hidden = true;
    this.find('.panel-gantt').inert = false;
  }
}
