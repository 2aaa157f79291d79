import { floatDates } from './floating-dates.js';
import { isSameId } from './same-id.js';

// What the server says of a message that it could not read. There are others of ours than edits, but none of them is long or deep.
const UNREADABLE = /\(ERR_(MESSAGE_TOO_LARGE|TOO_DEEP|INVALID_JSON|INVALID_UTF8|INTERNAL)\)$/;
// The stores that the library loads by itself: those that it calculates with.
const CALCULATED = /^(calendars|tasks|events|dependencies|resources|assignments)$/;
export const NOT_RESUMED = /\(ERR_NOT_RESUMED\)$/;

/** What the server says, and what that does to a project: one message after the other. */
export class Incoming {
  /** How many jobs are not done yet. */
  busy = 0;
  /** The last one's end. */
  #last = Promise.resolve();
  /** Revisions that came and may still be joined by others. @type {any[] | null} */
  #batch = null;

  /** @param {any} project the {@link LiveProject} */
  constructor(project) {
    this.project = project;
  }

  /** @param {any} message of the server's */
  receive({ command, data, error, message }) {
    const { project } = this;
    const ours = isSameId(data?.project, project.liveProjectId);

    if (error || command === 'error') this.#refused(error ?? message, command);
    else if (command === 'project_change' && ours) this.#gather(data.revisions);
    else if (command === 'dataset' && ours) {
      // What comes behind it must not join those that came before it.
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
   * Puts revisions behind those that wait to be applied, since the library takes back and redoes all of its user's
   * own edits that are under way for each batch: one batch is far cheaper than its parts.
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

  /** Does `job` after all that came before it. @param {() => Promise<void>} job */
  #work(job) {
    const { project } = this;
    const connection = project.liveConnection;
    const client = connection?.client;
    const isCurrent = () => connection === project.liveConnection && client === connection?.client;

    this.busy++;
    this.#last = this.#last
      // What came on an earlier connection is older than the dataset that this one brings.
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

    // A dataset is on its way, with these revisions in it.
    if (!project.liveLoaded) return;
    project.trigger('liveBeforeChanges');
    await project.applyRevisions(toApply);
    await this.#showPlaces();
    project.liveRevision = revisions.at(-1).revision;
    project.trigger('liveChanges', { revisions });
    project.liveTellQueue();
  }

  /** The library takes over the places that others gave to siblings, and does not show them until it is told to sort. */
  #showPlaces() {
    const { project } = this;
    const { taskStore } = project;
    // SchedulerPro has no tree of events.
    const isStale = (/** @type {any} */ parent) =>
      parent?.orderedChildren?.some(
        (/** @type {any} */ task, /** @type {number} */ place) => task !== parent.children[place],
      );

    if (isStale(taskStore.rootNode) || taskStore.allRecords.some(isStale))
      return project.queue(() => taskStore.sort());
  }

  /**
   * A dataset with a revision answers this client; one without comes from a reset, and ends all earlier edits.
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
      // What somebody has just done would be lost with the record of it, which goes on for a moment.
      if (reset) dropped = liveQueue.clear() + stm.isRecording;
      else if (stm.isRecording) stm.stopTransaction();
      stm.disable();
      stm.resetQueue();
      // The library's names for the stores are those of the dataset without this ending.
      await project.loadInlineData(
        Object.fromEntries(
          Object.entries(dataset).map(([key, rows]) => [key.replace(/Data$/, ''), rows]),
        ),
      );
      for (const { storeId, store } of project.crudStores)
        if (!CALCULATED.test(storeId)) store.data = dataset[`${storeId}Data`] ?? [];
      stm.enable();
      project.initRevisions(project.liveConnection?.client, revision ?? 'base');
      // What is made from here on, while it is calculated too, the project knows.
      liveQueue.forget();
      project.liveUnconfirmed.clear();
    });
    await project.commitAsync();
    // A connection that was lost meanwhile takes nothing; the next one brings a dataset of its own.
    project.liveLoaded = client === project.liveConnection?.client;
    project.liveSelf = client && resume ? { client, resume } : null;
    project.liveRevision = revision ?? 'base';
    project.trigger('liveDataset', { reset });
    project.liveTellDropped(dropped);
    // What was made before the connection was lost is in no dataset yet.
    project.liveSync();
    project.liveTellQueue();
  }

  /**
   * A change that the server refuses never comes back, and would block all later ones: load anew.
   *
   * @param {string} message
   * @param {string} command
   */
  #refused(message, command) {
    const { project } = this;
    project.trigger('liveError', { message, command });
    if (command === 'project_change') project.liveTellDropped(project.liveQueue.clear());
    else if (command === 'error' && UNREADABLE.test(message) && project.liveQueue.underWay) {
      // It answers in order, so it is the one that was sent first.
      project.liveUnread = true;
      project.liveTellDropped(project.liveQueue.dropFirst());
    } else if (command === 'dataset' && NOT_RESUMED.test(message))
      project.liveTellDropped(project.liveQueue.dropUncertain());
    else return;
    project.liveAskDataset();
  }

  /**
   * The library could not apply what came, and nothing can be built on what it holds now.
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
