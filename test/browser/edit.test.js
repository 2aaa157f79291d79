'use strict';

const assert = require('node:assert/strict');
const { edits } = require('./support/edits');
const { scenarios } = require('./support/scenarios');

scenarios('One user edits, undoes and redoes; the other sees all of it', {}, (scenario) => {
  for (const [name, change] of Object.entries(edits)) {
    scenario(name, async (stage) => {
      const before = await stage.lines();
      await stage.edit(0, change);
      const edited = await stage.agree();
      assert.notDeepEqual(edited, before);

      await stage.history(0, 'undo');
      assert.deepEqual(await stage.agree(), before);

      await stage.history(0, 'redo');
      assert.deepEqual(await stage.agree(), edited);
    });
  }
});
