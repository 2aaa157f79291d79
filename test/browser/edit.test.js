'use strict';

const assert = require('node:assert/strict');
const { edits } = require('./support/edits');
const { scenarios } = require('./support/scenarios');

scenarios('One user edits, undoes and redoes; the other sees all of it', {}, (scenario) => {
  for (const edit of edits) {
    const name = edit.noRedo ? `${edit.name} (no redo: ${edit.noRedo})` : edit.name;
    scenario(name, async (stage) => {
      const before = await stage.lines();
      await stage.perform(0, edit);
      const edited = await stage.agree();
      assert.notDeepEqual(edited, before);

      await stage.history(0, 'undo');
      const undone = await stage.agree();
      if (!edit.inexactUndo) assert.deepEqual(undone, before);

      if (edit.noRedo) return;
      await stage.history(0, 'redo');
      assert.deepEqual(await stage.agree(), edited);
    });
  }
});
