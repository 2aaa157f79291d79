import { SyncConnection } from './connection.js';
import { Incoming } from './incoming.js';
import { untilLoaded, untilVersionContent } from './promises.js';
import { RevisionQueue } from './revision-queue.js';
import { isSameId } from './same-id.js';
import { Unconfirmed } from './unconfirmed.js';

// A server takes messages of 4 MiB at least, unless it is told otherwise; a character has three bytes at most.
const LONGEST_MESSAGE = 1_000_000;
// The status of a connection that was closed because a message was too long.
const TOO_LONG = 1009;

/**
 * Makes a Bryntum `ProjectModel` live: everyone who has the project open sees everyone's edits.
 *
 * ```js
 * class Project extends LiveProject(ProjectModel) {}
 *
 * const project = new Project({ taskModelClass: LiveTask(TaskModel), stm: { revisionsEnabled: true } });
 * await project.liveConnect({ url: 'ws://localhost:8080', userName: 'Ada', projectId: 1 });
 * ```
 *
 * The client library turns what the user does into revisions, and applies those of others; this mixin carries them
 * between it and the server. Events of the project, all optional to listen to:
 *
 * - `liveOnline` `{ client, userName }`, `liveOffline` `{ retryIn }`, `liveClosed`, `liveRefused` `{ message }`
 * - `liveDataset` `{ reset }`: the whole project was loaded; `reset` when someone has reset it
 * - `liveReset` `{ userName }`, `liveDropped` `{ count }`: edits that were lost to a reset or an error, or that the server
 *   does not take
 * - `liveBeforeChanges`, `liveChanges` `{ revisions }`: revisions are going to be, or were, applied, own ones included
 * - `liveSent`: what waited was sent; `liveMessage` `{ message }`: any message of the server's
 * - `liveQueue` `{ waiting, underWay }`: these numbers have changed
 * - `liveUsers` `{ users }`, `liveJoin` `{ userName }`, `liveLeave` `{ userName }`
 * - `liveProjects` `{ projects }`, `liveVersionAutoSaveOK`
 * - `liveError` `{ message, command }`: the server refused something
 * - `liveBroken` `{ error }`: the library failed at a message; make a new project, or load the page again
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
    /** Whether what the project holds came on this connection. Until then nothing may be sent. */
    liveLoaded = false;
    /** As whom it has loaded what it holds, so that the server knows it when it comes back. @type {object | null} */
    liveSelf = null;
    /** Has the server said on this connection that it could not read an edit? */
    liveUnread = false;

    /** How many messages wait to be applied. */
    get liveBusy() {
      return this.liveIncoming.busy;
    }

    /**
     * Connects and loads a project, and does so again whenever the connection was lost.
     *
     * @param {object} options
     * @param {string} options.url
     * @param {string} options.userName
     * @param {any} [options.password] or a token: a value, or a function that answers one and is asked at each attempt
     * @param {string | number} options.projectId
     * @param {(failures: number) => number} [options.retryDelay] see `backoff` of the core
     * @returns {Promise<void>} settles when the project is loaded; rejected when the login or the project was refused, with
     * the server's text, or when the connection was closed for good before
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
        // A server that does not say why it closes refuses the same edit again.
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

    /** Logs out and closes the connection; what the project holds stays on the screen. */
    liveLogout() {
      if (!this.liveSend('logout')) this.liveConnection?.close();
    }

    /**
     * Sends a message of the server's protocol.
     * @param {string} command
     * @param {object} [data]
     * @returns {boolean} false when there is no connection
     */
    liveSend(command, data) {
      return this.liveConnection?.say(command, data) ?? false;
    }

    /**
     * Leaves the project for another one, or loads it again.
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

    /** What it holds is of no use to what is loaded next. @internal */
    liveForget() {
      this.liveSelf = null;
      this.liveTellDropped(this.liveQueue.clear());
    }

    /** @internal */
    liveAskDataset() {
      this.liveLoaded = false;
      this.liveSend('dataset', { project: this.liveProjectId });
    }

    /** Asks the server to bring the project back to what it was at first, for everyone. */
    liveReset() {
      this.liveSend('reset', { project: this.liveProjectId });
    }

    /**
     * Changes something by program. The chart's own features do the same when the user drags or types; a change
     * outside of the queue, or without the commit behind it, may reach the server in a form that the others ignore.
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

    /** Sends what waits, also while automatic sync is suspended. */
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

    /** Ends one {@link suspendAutoSync}; after the last, what has gathered is sent. */
    resumeAutoSync(doSync = true) {
      super.resumeAutoSync(doSync);
      // The library's own constructor may call this, before there is a queue.
      if (this.liveQueue && !this.isAutoSyncSuspended) this.liveSync();
    }

    /** Asks whether it is this client's turn to save a version; `liveVersionAutoSaveOK` says yes, silence says no. */
    liveRequestVersionAutoSave() {
      this.liveSend('request_version_autosave', { project: this.liveProjectId });
    }

    /**
     * Fetches what a saved version holds; datasets leave it out.
     * @param {string | number} versionId
     * @returns {Promise<any>}
     */
    liveLoadVersionContent(versionId) {
      return untilVersionContent(this, versionId);
    }

    /** The client library has made a revision of what the user did. @internal @param {any} revision */
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
      // Nobody waits for what cannot come.
      this.trigger('liveEnd');
      super.doDestroy();
    }

    /** @internal @param {number} [count] of edits that are lost */
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
