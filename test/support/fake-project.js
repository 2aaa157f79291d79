'use strict';

/**
 * As much of Bryntum's ProjectModel as LiveProject needs to connect and load: events, a queue, and stores that take
 * what they are given. What was loaded is in `loaded`.
 */
class FakeProject {
  #listeners = [];
  stm = { isRecording: false, disable() {}, enable() {}, resetQueue() {} };
  taskStore = { rootNode: {}, allRecords: [] };
  crudStores = [];
  isAutoSyncSuspended = false;
  loaded = [];

  /** @param {Record<string, any>} handlers by event @returns {() => void} takes them away */
  ion(handlers) {
    this.#listeners.push(handlers);
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== handlers);
    };
  }

  on(handlers) {
    return this.ion(handlers);
  }

  detachListeners(name) {
    this.#listeners = this.#listeners.filter((handlers) => handlers.name !== name);
  }

  trigger(event, detail) {
    for (const handlers of [...this.#listeners]) {
      const handle = handlers[event];
      if (typeof handle === 'function') handle(detail ?? {});
    }
  }

  async queue(job) {
    return job();
  }

  async commitAsync() {}

  async loadInlineData(data) {
    this.loaded.push(data);
  }

  initRevisions() {}

  async applyRevisions() {}

  destroy() {
    this.doDestroy();
    this.trigger('destroy');
  }

  doDestroy() {}
}

module.exports = { FakeProject };
