import { floatDates } from './floating-dates.js';
import { isSameId } from './same-id.js';

// Errors about unreadable messages. Only edits can cause them, because all other messages are short and flat.
const UNREADABLE = /\(ERR_(MESSAGE_TOO_LARGE|TOO_DEEP|INVALID_JSON|INVALID_UTF8|INTERNAL)\)$/;
// The stores that the library loads and calculates itself.
const CALCULATED = /^(calendars|tasks|events|dependencies|resources|assignments)$/;
export const NOT_RESUMED = /\(ERR_NOT_RESUMED\)$/;

/** Applies messages of the server to a project, one after the other. */
export class Incoming {
  /** Number of pending jobs. */
  busy = 0;
  /** Settles after the last job. */
  #last = Promise.resolve();
  /** Waiting revisions, which later ones may still join. @type {any[] | null} */
  #batch = null;

  /** @param {any} project the {@link LiveProject} */
  constructor(project) {
    this.project = project;
  }

  /** @param {any} message of the server */
  receive({ command, data, error, message }) {
    const { project } = this;
    const ours = isSameId(data?.project, project.liveProjectId);

    if (error || command === 'error') this.#refused(error ?? message, command);
    else if (command === 'project_change' && ours) this.#gather(data.revisions);
    else if (command === 'dataset' && ours) {
      // Later revisions must not join those before this message.
      this.#batch = null;
      this.#work(() => this.#applyDataset(data));
    } else if (command === 'reset' && ours)
      this.#work(async () => project.trigger('liveReset', { ...data }));
    else if (command === 'users') project.trigger('liveUsers', { ...data });
    else if (command === 'join') project.trigger('liveJoin', { ...data });
    else if (command === 'logout' && data.userName) project.trigger('liveLeave', { ...data });
    else if (command === 'projects') project.trigger('liveProjects', { ...data });
    else if (command === 'versionAutoSaveOK' && ours) project.trigger('liveVersionAutoSaveOK');
    else if (/^load_?version_?content$/i.test(command) && ours)
      project.trigger('liveVersionContent', { ...data });
  }

  /**
   * Adds revisions to the waiting batch. For each batch, the library reverts and repeats all unconfirmed edits of its
   * user, so one batch is far cheaper than several.
   *
   * @param {any[]} revisions
   */
  #gather(revisions) {
    const isFirst = !this.#batch;
    const batch = (this.#batch ??= []);
    for (const revision of revisions) batch.push(revision);
    if (!isFirst) return;
    this.#work(() => {
      if (this.#batch === batch) this.#batch = null;
      return this.#applyRevisions(batch);
    });
  }

  /** Runs `job` after all earlier ones. @param {() => Promise<void>} job */
  #work(job) {
    const { project } = this;
    const connection = project.liveConnection;
    const client = connection?.client;
    const isCurrent = () => connection === project.liveConnection && client === connection?.client;

    this.busy++;
    this.#last = this.#last
      // Messages of an earlier connection are older than the dataset of this one.
      .then(() => (isCurrent() ? job() : undefined))
      .catch((error) => this.#broken(error))
      .finally(() => this.busy--);
  }

  /** @param {any[]} revisions */
  async #applyRevisions(revisions) {
    const { project } = this;
    const { client } = project.liveConnection;
    const toApply = revisions.map(
      ({ revision, localRevision, client: author, conflictResolutionFor, changes }) => ({
        revisionId: revision,
        localRevisionId: localRevision,
        conflictResolutionFor,
        clientId:
          author === client && !project.liveQueue.returned(localRevision)
            ? `${author}-before`
            : author,
        changes,
      }),
    );

    // A dataset with these revisions is on its way.
    if (!project.liveLoaded) return;
    project.trigger('liveBeforeChanges');
    await project.applyRevisions(toApply);
    await this.#showPlaces();
    project.liveRevision = revisions.at(-1).revision;
    project.trigger('liveChanges', { revisions });
    project.liveTellQueue();
  }

  /** The library applies sibling indexes of others, but must be told to sort. */
  #showPlaces() {
    const { project } = this;
    const { taskStore } = project;
    // The events of SchedulerPro are no tree.
    const isStale = (/** @type {any} */ parent) =>
      parent?.orderedChildren?.some(
        (/** @type {any} */ task, /** @type {number} */ place) => task !== parent.children[place],
      );

    if (isStale(taskStore.rootNode) || taskStore.allRecords.some(isStale))
      return project.queue(() => taskStore.sort());
  }

  /**
   * A dataset with a revision is an answer to this client; one without is from a reset, and discards all earlier edits.
   *
   * @param {any} data
   */
  async #applyDataset({ dataset, revision }) {
    const { project } = this;
    const { liveQueue, stm } = project;
    const reset = revision === undefined;
    /** @type {number | undefined} */
    let dropped;
    const { client, resume } = project.liveConnection ?? {};

    floatDates(project);
    await project.queue(async () => {
      // The library records an edit with a delay, so an edit made just now would be lost.
      if (reset) dropped = liveQueue.clear() + stm.isRecording;
      else if (stm.isRecording) stm.stopTransaction();
      stm.disable();
      stm.resetQueue();
      // The store names of the library are those of the dataset without this suffix.
      await project.loadInlineData(
        Object.fromEntries(
          Object.entries(dataset).map(([key, rows]) => [key.replace(/Data$/, ''), rows]),
        ),
      );
      for (const { storeId, store } of project.crudStores)
        if (!CALCULATED.test(storeId)) store.data = dataset[`${storeId}Data`] ?? [];
      stm.enable();
      project.initRevisions(project.liveConnection?.client, revision ?? 'base');
      // The project knows edits from here on, even during the calculation.
      liveQueue.forget();
      project.liveUnconfirmed.clear();
    });
    await project.commitAsync();
    // If the connection was lost meanwhile, nothing is sent; the next one loads a dataset.
    project.liveLoaded = client === project.liveConnection?.client;
    project.liveSelf = client && resume ? { client, resume } : null;
    project.liveRevision = revision ?? 'base';
    project.trigger('liveDataset', { reset });
    project.liveTellDropped(dropped);
    // Edits before the disconnect are not in any dataset yet.
    project.liveSync();
    project.liveTellQueue();
  }

  /**
   * A refused change never comes back, and would block all later ones: load the project again.
   *
   * @param {string} message
   * @param {string} command
   */
  #refused(message, command) {
    const { project } = this;
    project.trigger('liveError', { message, command });
    if (command === 'project_change') project.liveTellDropped(project.liveQueue.clear());
    else if (command === 'error' && UNREADABLE.test(message) && project.liveQueue.underWay) {
      // The server answers in order, so it is the oldest one.
      project.liveUnread = true;
      project.liveTellDropped(project.liveQueue.dropFirst());
    } else if (command === 'dataset' && NOT_RESUMED.test(message))
      project.liveTellDropped(project.liveQueue.dropUncertain());
    else return;
    project.liveAskDataset();
  }

  /**
   * The library failed to apply a message, so its state is invalid.
   *
   * @param {unknown} error
   */
  #broken(error) {
    const { project } = this;
    const connection = project.liveConnection;

    if (!connection) return;
    project.liveConnection = null;
    connection.close();
    project.liveDisconnected('liveBroken', { error });
  }
}
