import { LiveProject } from './live-project.js';
import { WebSocketManager } from './ws-manager.js';

// Messages that the mixin handles; all others go to `wsReceive`.
const KNOWN = /^(error|project_change|dataset|versionAutoSaveOK|load_?version_?content)$/i;

/** @param {unknown} value */
const isId = (value) => value !== null && value !== undefined;

/**
 * `LiveProject` under the names of Bryntum's guide: its configs, methods and events, so that an application that
 * follows the guide only needs this import.
 *
 * Unlike the code of the guide, it loads again and sends unanswered changes after a lost connection, and stores nothing
 * under an old client id.
 *
 * @template {new (...args: any[]) => any} T
 * @param {T} Target `ProjectModel` of the Gantt or of SchedulerPro, or a class made from it
 */
export const ProjectWebSocketHandlerMixin = (Target) =>
  class extends LiveProject(Target) {
    static $name = 'ProjectWebSocketHandlerMixin';

    static configurable = {
      /** Address of the server. */
      wsAddress: null,
      /** Name for the login, unless a message logs in. */
      wsUserName: '',
      /** Load the project as soon as there are an address and an id? */
      wsAutoLoad: true,
      /** Milliseconds to wait for a dataset. */
      wsConnectionTimeout: 60000,
      /** The project on the server. */
      wsProjectId: null,
    };

    /** Keep all messages in `messages`? */
    LOGMESSAGES = false;
    /** @type {object[]} */
    messages = [];
    /** @type {WebSocketManager | null} */
    websocketManager = null;

    /** @param {string | null} address */
    updateWsAddress(address) {
      this.wsWhenMade(() => {
        this.websocketManager?.close();
        this.websocketManager = null;
        if (!address) return;
        const userName = this.wsUserName || undefined;
        const { webSocketImplementation: WebSocket } = WebSocketManager;
        const connection = this.liveAttach({ url: address, userName, WebSocket });
        const manager = new WebSocketManager({ address, userName, connection });
        this.websocketManager = manager;
        manager.on({
          open: () => this.trigger('wsOpen'),
          close: () => this.trigger('wsClose'),
          error: ({ error }) => this.trigger('wsError', { error }),
        });
        this.wsListen();
        if (this.wsAutoLoad) void this.wsLoad();
      });
    }

    /** @param {string | number | null} id */
    updateWsProjectId(id) {
      this.wsWhenMade(() => {
        this.liveProjectId = id ?? null;
        this.liveForget();
        if (this.wsAutoLoad) void this.wsLoad();
      });
    }

    /**
     * The configs of a project are set before its fields exist.
     * @internal
     * @param {() => void} act
     */
    wsWhenMade(act) {
      if (this.messages) act();
      else queueMicrotask(() => this.isDestroyed || act());
    }

    /** @internal */
    wsListen() {
      this.detachListeners('ws');
      this.ion({
        name: 'ws',
        liveOnline: (/** @type {any} */ { client }) => (this.clientId = client),
        liveMessage: (/** @type {any} */ { message }) => this.wsHear(message),
        liveRefused: (/** @type {any} */ { message }) =>
          this.wsHear({ command: 'login', error: message }),
        liveDataset: () => this.trigger('wsReceiveDataset'),
        liveBeforeChanges: () => this.trigger('wsBeforeReceiveChanges'),
        liveChanges: () => this.trigger('wsReceiveChanges'),
        liveSent: () => this.trigger('wsSendChanges'),
        liveVersionAutoSaveOK: () => this.trigger('wsVersionAutoSaveOK'),
        liveVersionContent: (/** @type {any} */ { versionId, content }) =>
          this.trigger('loadVersionContent', { versionId, project: this.wsProjectId, content }),
      });
    }

    /** @internal @param {any} data */
    wsHear(data) {
      if (this.LOGMESSAGES) this.messages.push({ type: 'receive', ...data });
      this.trigger('wsMessage', { data });
      if (!data.error && !KNOWN.test(data.command)) this.wsReceive(data);
    }

    /** For overriding: called with messages that the mixin does not handle. @param {any} _data */
    wsReceive(_data) {}

    /** @returns {Promise<boolean>} is the connection open now? */
    async wsOpen() {
      return (await this.websocketManager?.open()) ?? false;
    }

    /** Closes the connection for good. */
    wsClose() {
      this.websocketManager?.close();
    }

    /**
     * Sends a message. A `login` resolves when it is answered, and is repeated on each new connection.
     *
     * @param {string} command
     * @param {any} [data]
     * @param {boolean} [silent] tell nobody
     * @returns {Promise<boolean>} was it sent?
     */
    async wsSend(command, data = {}, silent = false) {
      const isLogin = command === 'login';
      const connection = this.liveConnection;
      if (isLogin && connection) await this.wsLogIn(connection, data);
      else if (!(await this.wsOpen())) return false;
      if (command === 'project_change') data.client = connection.client;
      if (this.LOGMESSAGES) this.messages.push({ type: 'send', command, data });
      const isSent = isLogin ? connection !== null : this.liveSend(command, data);
      if (isSent && !silent) this.trigger('wsSendMessage', { command, data });
      return isSent;
    }

    /** @internal @param {any} connection @param {{login: string, password?: any}} data */
    wsLogIn(connection, { login, password }) {
      return new Promise((resolve) => {
        const done = () => (off(), resolve(undefined));
        const off = connection.on({
          online: done,
          message: (/** @type {any} */ { command }) => command === 'login' && done(),
          'needs-auth': done,
          disconnected: done,
          stopped: done,
        });
        void connection.logIn(login, password);
      });
    }

    /** @returns {Promise<boolean>} is the project loaded now? */
    async wsLoad() {
      const { liveConnection } = this;
      if (!isId(this.wsProjectId) || !liveConnection) return false;
      const loaded = this.wsUntilLoaded();
      // A login loads the project immediately.
      if (liveConnection.isOnline) this.liveLoad(this.wsProjectId);
      else await this.wsOpen();
      const isLoaded = await loaded;
      if (isLoaded && !this.isDestroyed) this.trigger('wsLoad');
      return isLoaded;
    }

    /** @internal @returns {Promise<boolean>} */
    wsUntilLoaded() {
      return new Promise((resolve) => {
        const end = (/** @type {boolean} */ isLoaded) => {
          clearTimeout(timer);
          detach();
          resolve(isLoaded);
        };
        const timer = setTimeout(() => end(false), this.wsConnectionTimeout);
        const detach = this.ion({
          wsReceiveDataset: () => end(true),
          liveError: (/** @type {any} */ { command }) => command === 'dataset' && end(false),
          liveRefused: () => end(false),
          liveClosed: () => end(false),
          liveEnd: () => end(false),
        });
      });
    }

    /** @internal @param {any} revision */
    onLiveRevision(revision) {
      if (!isId(this.wsProjectId)) return;
      super.onLiveRevision(revision);
      if (this.isAutoSyncSuspended)
        this.trigger('revisionQueued', { length: this.liveQueue.waiting });
    }

    resumeAutoSync(doSync = true) {
      const waiting = this.liveQueue?.waiting;
      super.resumeAutoSync(doSync);
      if (waiting && !this.isAutoSyncSuspended) this.trigger('revisionQueueClear');
    }
  };
