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

/**
 * Pairs of edits, the second made before the server has said what it made of the first.
 *
 * @type {Record<string, [(hands: any) => any, (hands: any) => any]>}
 */
const hasty = {
  'a new task is renamed': [
    ({ add }) => void add('ground', { name: 'Fence' }),
    ({ named }) => {
      named('Fence').name = 'Wall';
    },
  ],
  'a new task is made longer': [
    ({ add }) => void add('ground', { name: 'Fence' }),
    ({ named }) => {
      named('Fence').duration = 5;
    },
  ],
  'a sibling goes behind a new task': [
    ({ add }) => void add('ground', { name: 'Fence' }),
    ({ task }) => void task('ground').insertChild(task('mark'), null),
  ],
  'a sibling goes behind a task that was put between others': [
    ({ task }) => void task('ground').insertChild({ name: 'Fence', duration: 1 }, task('dig')),
    ({ task }) => void task('ground').insertChild(task('mark'), task('dig')),
  ],
  'a new task goes to another parent': [
    ({ add }) => void add('ground', { name: 'Fence' }),
    ({ task, named }) => void task('party').appendChild(named('Fence')),
  ],
  'a new task is linked': [
    ({ add }) => void add('ground', { name: 'Fence' }),
    ({ named, link }) => void link('slab', named('Fence').id),
  ],
  'a new task is deleted': [
    ({ add }) => void add('ground', { name: 'Fence' }),
    ({ named }) => void named('Fence').remove(),
  ],
};

scenarios('One user is faster than the server', {}, (scenario) => {
  for (const [name, edit] of Object.entries(hasty))
    scenario(name, (stage) => stage.bursts([edit.map((change) => [change, null])]));
});
