'use strict';

/**
 * As much of a Bryntum `ProjectModel` as the client half asks of it, without a chart and without scheduling: it holds what was
 * loaded and applied, and makes a revision of each edit.
 */
class FakeProjectModel {
  isAutoSyncSuspended = false;
  taskStore = { rootNode: {}, allRecords: [] };
  crudStores = [];
  stm = { isRecording: false, stopTransaction() {}, disable() {}, enable() {}, resetQueue() {} };
  /** @type {{name: string, detail: any}[]} events that were triggered, in order */
  told = [];
  /** @type {any} what was loaded last */
  loaded;
  /** @type {any[]} revisions that were applied since */
  applied = [];
  #listeners = new Set();
  #count = 0;

  /** An edit of the user's. */
  edit(changes) {
    const localRevisionId = `local-${++this.#count}`;
    this.onLiveRevision({ localRevisionId, changes });
    return localRevisionId;
  }

  trigger(name, detail) {
    this.told.push({ name, detail });
    for (const listeners of [...this.#listeners]) listeners[name]?.call(this, detail);
  }

  ion(listeners) {
    this.#listeners.add(listeners);
    return () => this.#listeners.delete(listeners);
  }

  /** @returns {Promise<any>} the next event of that name */
  next(name) {
    return new Promise((resolve) => {
      const detach = this.ion({ [name]: (detail) => (detach(), resolve(detail)) });
    });
  }

  detachListeners() {}
  resumeAutoSync() {}
  initRevisions() {}
  async commitAsync() {}

  async queue(job) {
    return job();
  }

  async loadInlineData(data) {
    this.loaded = data;
    this.applied = [];
  }

  async applyRevisions(revisions) {
    this.applied.push(...revisions);
  }

  doDestroy() {}
}

module.exports = { FakeProjectModel };
