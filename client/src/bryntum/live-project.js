import { SyncConnection } from './connection.js';
import { Incoming } from './incoming.js';
import { untilLoaded, untilVersionContent } from './promises.js';
import { RevisionQueue } from './revision-queue.js';
import { isSameId } from './same-id.js';
import { Unconfirmed } from './unconfirmed.js';

// By default a server accepts messages of at least 4 MiB; a character has at most three bytes.
const LONGEST_MESSAGE = 1_000_000;
// The close code after a message that was too long.
const TOO_LONG = 1009;

/**
 * Makes a Bryntum `ProjectModel` live: all users of the project see each other's edits.
 *
 * ```js
 * class Project extends LiveProject(ProjectModel) {}
 *
 * const project = new Project({ taskModelClass: LiveTask(TaskModel), stm: { revisionsEnabled: true } });
 * await project.liveConnect({ url: 'ws://localhost:8080', userName: 'Ada', projectId: 1 });
 * ```
 *
 * The Bryntum library turns edits of the user into revisions, and applies those of others; this mixin passes them
 * between the library and the server. Events of the project, all optional:
 *
 * - `liveOnline` `{ client, userName }`, `liveOffline` `{ retryIn }`, `liveClosed`, `liveRefused` `{ message }`
 * - `liveDataset` `{ reset }`: the whole project was loaded; `reset` when someone has reset it
 * - `liveReset` `{ userName }`, `liveDropped` `{ count }`: edits lost to a reset or an error, or refused by the server
 * - `liveBeforeChanges`, `liveChanges` `{ revisions }`: before and after revisions are applied, own ones included
 * - `liveSent`: waiting revisions were sent; `liveMessage` `{ message }`: any message of the server
 * - `liveQueue` `{ waiting, underWay }`: these numbers have changed
 * - `liveUsers` `{ users }`, `liveJoin` `{ userName }`, `liveLeave` `{ userName }`
 * - `liveProjects` `{ projects }`, `liveVersionAutoSaveOK`
 * - `liveError` `{ message, command }`: the server refused something
 * - `liveBroken` `{ error }`: the library failed to apply a message; create a new project, or reload the page
 *
 * @template {new (...args: any[]) => any} T
 * @param {T} Target `ProjectModel`, or a class made from it
 */
export const LiveProject = (Target) =>
  class extends Target {
    static $name = 'LiveProject';

    /** @type {SyncConnection | null} */
    liveConnection = null;
    /** The project on the server. @type {string | number | null} */
    liveProjectId = null;
    /** The last server revision in this project. @type {string | number | null} */
    liveRevision = null;
    liveQueue = new RevisionQueue();
    liveUnconfirmed = new Unconfirmed();
    liveIncoming = new Incoming(this);
    /** Was the project loaded on this connection? Nothing may be sent before. */
    liveLoaded = false;
    /** The identity under which it was loaded, for a reconnect. @type {object | null} */
    liveSelf = null;
    /** Did the server report an unreadable edit on this connection? */
    liveUnread = false;

    /** Number of messages that wait to be applied. */
    get liveBusy() {
      return this.liveIncoming.busy;
    }

    /**
     * Connects and loads a project, and does so again after each lost connection.
     *
     * @param {object} options
     * @param {string} options.url
     * @param {string} options.userName
     * @param {any} [options.password] or a token: a value, or a function that returns one and is called at each attempt
     * @param {string | number} options.projectId
     * @param {(failures: number) => number} [options.retryDelay] see `backoff` of the core
     * @returns {Promise<void>} resolves when the project is loaded; rejects with the text of the server if it refused
     * the login or the project, or if the connection was closed for good before
     */
    liveConnect({ projectId, ...connection }) {
      this.liveProjectId = projectId;
      return untilLoaded(this, this.liveAttach(connection));
    }

    /**
     * The same without opening it.
     * @internal
     * @param {ConstructorParameters<typeof SyncConnection>[0]} options
     */
    liveAttach(options) {
      this.liveConnection?.close();
      this.liveQueue.clear();
      this.liveSelf = null;

      const live = (this.liveConnection = new SyncConnection(options));
      const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ handle) =>
        live.on(type, (detail) => {
          if (live === this.liveConnection) handle(detail);
        });

      on('connected', () => {
        this.liveUnread = false;
        this.trigger('liveConnected');
      });
      on('online', (detail) => {
        this.trigger('liveOnline', detail);
        this.liveSend('projects');
        if (this.liveProjectId !== null)
          this.liveSend('dataset', { project: this.liveProjectId, ...this.liveSelf });
      });
      on('disconnected', (detail) => {
        // The close code does not name the edit, and the server would refuse it again.
        if (detail.code === TOO_LONG && !this.liveUnread)
          this.liveTellDropped(this.liveQueue.dropFirst());
        this.liveDisconnected('liveOffline', detail);
      });
      on('stopped', () => this.liveDisconnected('liveClosed'));
      on('needs-auth', ({ reason }) => this.liveDisconnected('liveRefused', { message: reason }));
      on('message', (message) => {
        this.trigger('liveMessage', { message });
        if (live === this.liveConnection) this.liveIncoming.receive(message);
      });

      this.detachListeners('live');
      this.ion({ name: 'live', revisionNotification: 'onLiveRevision', thisObj: this });

      return live;
    }

    /** Logs out and closes the connection; the content of the project stays. */
    liveLogout() {
      if (!this.liveSend('logout')) this.liveConnection?.close();
    }

    /**
     * Sends a message of the dialect `commands`.
     * @param {string} command
     * @param {object} [data]
     * @returns {boolean} false when there is no connection
     */
    liveSend(command, data) {
      return this.liveConnection?.say(command, data) ?? false;
    }

    /**
     * Switches to another project, or loads the current one again.
     * @param {string | number} [projectId]
     */
    liveLoad(projectId = /** @type {any} */ (this.liveProjectId)) {
      this.liveSync();
      if (!isSameId(projectId, this.liveProjectId)) {
        this.liveQueue.clear();
        this.liveSelf = null;
      }
      this.liveProjectId = projectId;
      this.liveAskDataset();
    }

    /** Discards state that is invalid for the next load. @internal */
    liveForget() {
      this.liveSelf = null;
      this.liveTellDropped(this.liveQueue.clear());
    }

    /** @internal */
    liveAskDataset() {
      this.liveLoaded = false;
      this.liveSend('dataset', { project: this.liveProjectId });
    }

    /** Asks the server to reset the project for everybody. */
    liveReset() {
      this.liveSend('reset', { project: this.liveProjectId });
    }

    /**
     * Changes data by program, as the features of the chart do for drags and typing. A change outside the queue, or
     * without a commit, may reach the server in a form that other clients ignore.
     *
     * @param {() => any} change
     * @returns {Promise<void>}
     */
    liveEdit(change) {
      return this.queue(async () => {
        await change();
        await this.commitAsync();
      });
    }

    /** Sends waiting revisions, even while automatic sync is suspended. */
    liveSync() {
      if (!this.liveLoaded || !this.liveQueue.waiting) return;
      while (this.liveQueue.waiting) {
        this.liveSend('project_change', {
          project: this.liveProjectId,
          client: this.liveConnection?.client,
          revisions: this.liveQueue.take(LONGEST_MESSAGE),
        });
      }
      this.trigger('liveSent');
      this.liveTellQueue();
    }

    /** Ends one {@link suspendAutoSync}; after the last one, collected revisions are sent. */
    resumeAutoSync(doSync = true) {
      super.resumeAutoSync(doSync);
      // The constructor of the library may call this before the queue exists.
      if (this.liveQueue && !this.isAutoSyncSuspended) this.liveSync();
    }

    /** Asks for permission to autosave a version; the event `liveVersionAutoSaveOK` grants it, no answer denies it. */
    liveRequestVersionAutoSave() {
      this.liveSend('request_version_autosave', { project: this.liveProjectId });
    }

    /**
     * Loads the content of a saved version, which datasets omit.
     * @param {string | number} versionId
     * @returns {Promise<any>}
     */
    liveLoadVersionContent(versionId) {
      return untilVersionContent(this, versionId);
    }

    /** Called by the library with a revision of the user. @internal @param {any} revision */
    onLiveRevision({ localRevisionId, conflictResolutionFor, changes }) {
      this.liveQueue.add({
        revision: localRevisionId,
        changes: this.liveUnconfirmed.onlyNews(changes),
        conflictResolutionFor: conflictResolutionFor || undefined,
      });
      this.liveTellQueue();
      if (!this.isAutoSyncSuspended) this.liveSync();
    }

    doDestroy() {
      const connection = this.liveConnection;

      this.liveConnection = null;
      connection?.close();
      // These requests can no longer be answered.
      this.trigger('liveEnd');
      super.doDestroy();
    }

    /** @internal @param {number} [count] of lost edits */
    liveTellDropped(count) {
      if (count) this.trigger('liveDropped', { count });
    }

    /** @internal @param {string} event @param {object} [detail] */
    liveDisconnected(event, detail) {
      this.liveLoaded = false;
      this.liveQueue.recall();
      this.trigger(event, detail);
      this.liveTellQueue();
    }

    /** @internal */
    liveTellQueue() {
      const { waiting, underWay } = this.liveQueue;

      this.trigger('liveQueue', { waiting, underWay });
    }
  };
