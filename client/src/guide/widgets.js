/** @typedef {{Container: any, StringHelper: any, Toast: any}} Library what of Bryntum's they are made of */

// What is made up where the page has no name for its user.
const guest = () => `Guest ${Math.floor(Math.random() * 9000) + 1000}`;

/**
 * The widgets of Bryntum's guides, under their names and types: `loginwidget`, `userscontainer`, and the `WebSocketHelper`.
 *
 * @param {Library} library
 * @returns {{LoginWidget: any, UsersContainer: any, WebSocketHelper: any}}
 */
export const guideWidgets = ({ Container, StringHelper, Toast }) => {
  const { encodeHtml } = StringHelper;

  /** Hears what a project is told. */
  const Subscriber = /** @type {any} */ (
    class extends Container {
      static configurable = { project: null };

      /** @param {any} project */
      updateProject(project) {
        this.detachListeners('project');
        project?.ion({
          name: 'project',
          wsMessage: (/** @type {any} */ { data }) => this.hear(data),
          wsClose: () => this.lost(),
          thisObj: this,
        });
      }

      lost() {}
    }
  );

  /** Asks for a name and a server, logs in, and opens the project `projectId`. Triggers `login` and `logout`. */
  class LoginWidget extends Subscriber {
    static $name = 'LoginWidget';

    static type = 'loginwidget';

    static configurable = {
      host: '',
      projectId: 1,
      loggedIn: false,
      layout: 'hbox',
      items: {
        loginLabel: { type: 'widget', hidden: true },
        userName: { type: 'textfield', label: 'Username', width: '18em' },
        serverAddress: { type: 'textfield', label: 'Server address', width: '25em' },
        loginButton: { type: 'button', text: 'Login', onClick: 'up.login' },
        logoutButton: { type: 'button', text: 'Logout', hidden: true, onClick: 'up.logout' },
      },
    };

    /** @param {string} host */
    updateHost(host) {
      const { serverAddress, userName } = this.widgetMap;
      serverAddress.value = host;
      userName.value ||= guest();
    }

    /** @param {boolean} isIn */
    updateLoggedIn(isIn) {
      const { loginLabel, logoutButton, userName, serverAddress, loginButton } = this.widgetMap;
      for (const widget of [userName, serverAddress, loginButton]) widget.hidden = isIn;
      for (const widget of [loginLabel, logoutButton]) widget.hidden = !isIn;
      loginLabel.html = isIn ? `Logged in as ${encodeHtml(userName.value)}` : '';
    }

    /** @param {any} message */
    hear({ command, data, error }) {
      const isIn = command === 'login' ? !error : command !== 'logout' || Boolean(data?.userName);
      if (command === 'login' && error) Toast.show(encodeHtml(error));
      if (!/^log(in|out)$/.test(command) || isIn === this.loggedIn) return;
      this.loggedIn = isIn && (command === 'login' || this.loggedIn);
      this.trigger(isIn ? 'login' : 'logout');
    }

    async login() {
      const { project } = this;
      const { serverAddress, userName } = this.widgetMap;
      project.wsAddress = serverAddress.value;
      await project.wsSend('login', { login: userName.value, password: '' });
      await project.wsSend('projects');
      project.wsProjectId = this.projectId;
    }

    logout() {
      void this.project.wsSend('logout');
      this.project.wsProjectId = null;
    }
  }

  /** Shows who is online, and says who comes and goes. */
  class UsersContainer extends Subscriber {
    static $name = 'UsersContainer';

    static type = 'userscontainer';

    static configurable = { layout: 'hbox', users: /** @type {string[]} */ ([]) };

    /** @param {string[]} users @param {string[]} [before] */
    updateUsers(users, before = []) {
      const without = (/** @type {string[]} */ list, /** @type {string[]} */ other) =>
        list.filter((name) => name && !other.includes(name));
      const say = (/** @type {string[]} */ names, /** @type {string} */ what) =>
        names.length && Toast.show(encodeHtml(`${names.join(', ')} just ${what}`));
      say(without(users, before), 'connected');
      say(without(before, users), 'disconnected');
      this.removeAll();
      this.add(
        users
          .filter(Boolean)
          .map((name) => ({ type: 'widget', cls: 'ws-online-user', html: encodeHtml(name) })),
      );
    }

    /** @param {any} message */
    hear({ command, data }) {
      if (command === 'users') this.show(data.users);
      else if (command === 'logout' && !data?.userName) this.show([]);
    }

    lost() {
      this.show([]);
    }

    /** @param {string[]} users */
    show(users) {
      Object.assign(this, { users });
    }
  }

  for (const Widget of /** @type {any[]} */ ([LoginWidget, UsersContainer])) Widget.initClass();

  /** Covers a chart while it has no connection, and says what the server says. */
  class WebSocketHelper {
    /** @param {any} client the chart */
    constructor(client) {
      this.client = client;
      this.project = client.project;
      this.setConnectedState(false);
      this.project.on({
        wsError: () => client.maskBody('Error connecting to server'),
        wsOpen: () => this.setConnectedState(true),
        wsClose: () => this.setConnectedState(false),
        wsMessage: (/** @type {any} */ { data }) => this.wsReceive(data),
      });
    }

    /** @param {any} message */
    wsReceive({ command, data, error, message }) {
      if (command === 'reset') Toast.show(encodeHtml(`${data?.userName} reset the data`));
      else if (error || command === 'error') Toast.show(encodeHtml(error ?? message));
    }

    /** @param {boolean} connected */
    setConnectedState(connected) {
      if (connected) this.client.unmask();
      else this.client.maskBody('OFFLINE');
    }
  }

  return { LoginWidget, UsersContainer, WebSocketHelper };
};
