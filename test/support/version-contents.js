'use strict';

const assert = require('node:assert');
const { canonical } = require('./compare-datasets');

/** The content of versions, which is sent and served, but in no broadcast and in no dataset. */
class VersionContents {
  constructor() {
    /** @type {Map<string, unknown>} by id */
    this.contents = new Map();
  }

  /**
   * Notes what a record of `versions` said.
   *
   * @param {any} sent
   * @param {{ record: any, section: string }} found what became of it
   */
  note(sent, { record, section }) {
    if (section === 'added') this.contents.delete(String(record.id));
    if (Object.hasOwn(sent, 'content')) this.contents.set(String(record.id), sent.content);
  }

  /**
   * @param {any} project the native one
   * @param {import('./project-model').ProjectModel} model
   */
  check(project, model) {
    for (const [id, content] of this.contents) {
      const node = model.find('versions', id);
      if (!node || canonical(content).includes('_generated')) continue;
      const reply = project.versionContent('load_version_content', node.fields.id);
      const { data } = JSON.parse(reply.toString());
      assert.strictEqual(String(data.versionId), id);
      assert.strictEqual(canonical(data.content), canonical(content), `content of ${id}`);
    }
  }
}

module.exports = { VersionContents };
