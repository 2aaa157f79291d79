import { SyncConnection } from './connection.js';
import { RevisionQueue } from './revision-queue.js';
import { Unconfirmed } from './unconfirmed.js';

// A server takes messages of 4 MiB at least, unless it is told otherwise; a character has three bytes at most.
const LONGEST_MESSAGE = 1_000_000;
// The status of a connection that was closed because a message was too long.
const TOO_LONG = 1009;
// What the server says of a message that it could not read. There are others of ours than edits, but none of them is long or deep.
const UNREADABLE = /\(ERR_(MESSAGE_TOO_LARGE|TOO_DEEP|INVALID_JSON|INVALID_UTF8|INTERNAL)\)$/;
const NOT_RESUMED = /\(ERR_NOT_RESUMED\)$/;

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
 * - `liveChanges` `{ revisions }`: revisions were applied, own ones included
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
    /** Messages are applied one after the other: this is the last one's end. */
    liveWork = Promise.resolve();
    /** Revisions that came and may still be joined by others. @type {any[] | null} */
    liveBatch = null;
    /** How many jobs are not done yet. */
    liveBusy = 0;
    /** Whether what the project holds came on this connection. Until then nothing may be sent. */
    liveLoaded = false;
    /** As whom it has loaded what it holds, so that the server knows it when it comes back. @type {object | null} */
    liveSelf = null;
    /** Has the server said on this connection that it could not read an edit? */
    liveUnread = false;

    /**
     * Connects and loads a project, and does so again whenever the connection was lost.
     *
     * @param {object} options
     * @param {string} options.url
     * @param {string} options.userName
     * @param {string} [options.password]
     * @param {string | number} options.projectId
     * @param {(failures: number) => number} [options.retryDelay] see {@link SyncConnection}
     * @returns {Promise<void>} settles when the project is loaded; rejected when the login or the project was refused, with
     * the server's text, or when the connection was closed for good before
     */
    liveConnect({ projectId, ...connection }) {
      this.liveConnection?.close();
      this.liveProjectId = projectId;
      this.liveQueue.clear();
      this.liveSelf = null;

      const live = (this.liveConnection = new SyncConnection(connection));
      const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ handle) =>
        live.addEventListener(
          type,
          (event) => live === this.liveConnection && handle(/** @type {any} */ (event).detail),
        );

      on('online', (detail) => {
        this.trigger('liveOnline', detail);
        this.liveUnread = false;
        this.liveSend('projects');
        this.liveSend('dataset', { project: this.liveProjectId, ...this.liveSelf });
      });
      on('offline', (detail) => {
        // A server that does not say why it closes refuses the same edit again.
        if (detail.code === TOO_LONG && !this.liveUnread) this.#dropped(this.liveQueue.dropFirst());
        this.#disconnected('liveOffline', detail);
      });
      on('closed', () => this.#disconnected('liveClosed'));
      on('refused', (detail) => this.#disconnected('liveRefused', detail));
      on('message', (message) => this.#receive(message));

      this.detachListeners('live');
      this.ion({ name: 'live', revisionNotification: 'onLiveRevision', thisObj: this });

      return new Promise((resolve, reject) => {
        const fail = (/** @type {string} */ message) => (detach(), reject(new Error(message)));
        const isClosed = 'The connection was closed before the project was loaded';
        const detach = this.ion({
          liveDataset: () => (detach(), resolve()),
          liveRefused: ({ message }) => fail(message),
          liveError: ({ command, message }) => {
            if (command !== 'dataset' || NOT_RESUMED.test(message)) return;
            fail(message);
            live.close();
          },
          liveBroken: ({ error }) => (detach(), reject(error)),
          liveClosed: () => fail(isClosed),
          liveEnd: () => fail(isClosed),
        });
        live.open();
      });
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
      return this.liveConnection?.send(command, data) ?? false;
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
      this.#load();
    }

    #load() {
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
      this.#queueChanged();
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
      return new Promise((resolve, reject) => {
        const fail = (/** @type {string} */ message) => (detach(), reject(new Error(message)));
        const isLost = 'There is no connection any more';
        const detach = this.ion({
          liveVersionContent: ({ versionId: id, content }) =>
            isSameId(id, versionId) && (detach(), resolve(content)),
          liveError: ({ command, message }) => command === 'load_version_content' && fail(message),
          liveOffline: () => fail(isLost),
          liveClosed: () => fail(isLost),
          liveBroken: () => fail(isLost),
          liveEnd: () => fail(isLost),
        });
        const request = { project: this.liveProjectId, versionId };
        if (!this.liveSend('load_version_content', request)) fail(isLost);
      });
    }

    /** The client library has made a revision of what the user did. @internal */
    onLiveRevision({ localRevisionId, conflictResolutionFor, changes }) {
      this.liveQueue.add({
        revision: localRevisionId,
        changes: this.liveUnconfirmed.onlyNews(changes),
        ...(conflictResolutionFor && { conflictResolutionFor }),
      });
      this.#queueChanged();
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

    #receive({ command, data, error, message }) {
      const ours = isSameId(data?.project, this.liveProjectId);

      if (error || command === 'error') this.#refused(error ?? message, command);
      else if (command === 'project_change' && ours) this.#gather(data.revisions);
      else if (command === 'dataset' && ours) {
        // What comes behind it must not join those that came before it.
        this.liveBatch = null;
        this.#work(() => this.#applyDataset(data));
      } else if (command === 'reset' && ours)
        this.#work(async () => this.trigger('liveReset', { userName: data.userName }));
      else if (command === 'users') this.trigger('liveUsers', { users: data.users });
      else if (command === 'join') this.trigger('liveJoin', { userName: data.userName });
      else if (command === 'logout' && data.userName)
        this.trigger('liveLeave', { userName: data.userName });
      else if (command === 'projects') this.trigger('liveProjects', { projects: data.projects });
      else if (command === 'versionAutoSaveOK' && ours) this.trigger('liveVersionAutoSaveOK');
      else if (command === 'load_version_content' && ours) this.trigger('liveVersionContent', data);
    }

    /**
     * Puts revisions behind those that wait to be applied, since the library takes back and redoes all of its user's
     * own edits that are under way for each batch: one batch is far cheaper than its parts.
     */
    #gather(revisions) {
      if (this.liveBatch) {
        this.liveBatch.push(...revisions);
        return;
      }
      const batch = (this.liveBatch = [...revisions]);
      this.#work(() => {
        if (this.liveBatch === batch) this.liveBatch = null;
        return this.#applyRevisions(batch);
      });
    }

    /** Does `job` after all that came before it. @param {() => Promise<void>} job */
    #work(job) {
      const connection = this.liveConnection;
      const client = connection?.client;
      const isCurrent = () => connection === this.liveConnection && client === connection?.client;

      this.liveBusy++;
      this.liveWork = this.liveWork
        // What came on an earlier connection is older than the dataset that this one brings.
        .then(() => (isCurrent() ? job() : undefined))
        .catch((error) => this.#broken(error))
        .finally(() => this.liveBusy--);
    }

    async #applyRevisions(revisions) {
      const { client } = /** @type {SyncConnection} */ (this.liveConnection);
      const toApply = revisions.map(
        ({ revision, localRevision, client: author, conflictResolutionFor, changes }) => ({
          revisionId: revision,
          localRevisionId: localRevision,
          conflictResolutionFor,
          clientId:
            author === client && !this.liveQueue.returned(localRevision)
              ? `${author}-before`
              : author,
          changes,
        }),
      );

      // A dataset is on its way, with these revisions in it.
      if (!this.liveLoaded) return;
      await this.applyRevisions(toApply);
      await this.#showPlaces();
      this.liveRevision = revisions.at(-1).revision;
      this.trigger('liveChanges', { revisions });
      this.#queueChanged();
    }

    /** The library takes over the places that others gave to siblings, and does not show them until it is told to sort. */
    #showPlaces() {
      const { taskStore } = this;
      const isStale = ({ children, orderedChildren }) =>
        orderedChildren?.some((task, place) => task !== children[place]);

      if (isStale(taskStore.rootNode) || taskStore.allRecords.some(isStale))
        return this.queue(() => taskStore.sort());
    }

    /** A dataset with a revision answers this client; one without comes from a reset, and ends all earlier edits. */
    async #applyDataset({ dataset, revision }) {
      const reset = revision === undefined;
      const dropped = reset ? this.liveQueue.clear() : 0;
      const { client, resume } = this.liveConnection ?? {};

      await this.queue(async () => {
        this.stm.disable();
        this.stm.resetQueue();
        // The library's names for the stores are those of the dataset without this ending.
        await this.loadInlineData(
          Object.fromEntries(
            Object.entries(dataset).map(([key, rows]) => [key.replace(/Data$/, ''), rows]),
          ),
        );
        this.stm.enable();
        this.initRevisions(this.liveConnection?.client, revision ?? 'base');
      });
      await this.commitAsync();
      this.liveQueue.forget();
      this.liveUnconfirmed.clear();
      this.liveLoaded = true;
      this.liveSelf = client && resume ? { client, resume } : null;
      this.liveRevision = revision ?? 'base';
      this.trigger('liveDataset', { reset });
      this.#dropped(dropped);
      // What was made before the connection was lost is in no dataset yet.
      this.liveSync();
      this.#queueChanged();
    }

    /** A change that the server refuses never comes back, and would block all later ones: load anew. */
    #refused(message, command) {
      this.trigger('liveError', { message, command });
      if (command === 'project_change') this.#dropped(this.liveQueue.clear());
      else if (command === 'error' && UNREADABLE.test(message) && this.liveQueue.underWay) {
        // It answers in order, so it is the one that was sent first.
        this.liveUnread = true;
        this.#dropped(this.liveQueue.dropFirst());
      } else if (command === 'dataset' && NOT_RESUMED.test(message))
        this.#dropped(this.liveQueue.dropUncertain());
      else return;
      this.#load();
    }

    /** @param {number} count */
    #dropped(count) {
      if (count) this.trigger('liveDropped', { count });
    }

    /** The library could not apply what came, and nothing can be built on what it holds now. */
    #broken(error) {
      const connection = this.liveConnection;

      if (!connection) return;
      this.liveConnection = null;
      connection.close();
      this.#disconnected('liveBroken', { error });
    }

    #disconnected(event, detail) {
      this.liveLoaded = false;
      this.liveQueue.recall();
      this.trigger(event, detail);
      this.#queueChanged();
    }

    #queueChanged() {
      const { waiting, underWay } = this.liveQueue;

      this.trigger('liveQueue', { waiting, underWay });
    }
  };

/** Ids are compared by their text: `1` and `'1'` are the same one. @param {unknown} one @param {unknown} other */
const isSameId = (one, other) => String(one) === String(other);
