'use strict';

const assert = require('node:assert/strict');
const { scenarios } = require('./support/scenarios');

/** @typedef {(hands: any) => any} Change */

/**
 * Pairs of edits that two users make at once, neither having seen the other's.
 *
 * @type {Record<string, [Change, Change]>}
 */
const clashes = {
  'both add a child under one parent': [
    ({ add }) => void add('ground', { name: 'First' }),
    ({ add }) => void add('ground', { name: 'Second' }),
  ],
  'both insert a task at one place': [
    ({ task }) => void task('frame').insertChild({ name: 'First', duration: 1 }, task('walls')),
    ({ task }) => void task('frame').insertChild({ name: 'Second', duration: 2 }, task('walls')),
  ],
  'different fields of one task': [
    ({ task }) => {
      task('dig').name = 'Dig a hole';
    },
    ({ task }) => {
      task('dig').percentDone = 80;
    },
  ],
  'the same field of one task': [
    ({ task }) => {
      task('dig').name = 'One name';
    },
    ({ task }) => {
      task('dig').name = 'Another name';
    },
  ],
  'the duration of one task': [
    ({ task }) => {
      task('dig').duration = 5;
    },
    ({ task }) => {
      task('dig').duration = 8;
    },
  ],
  'the start of a task and its duration': [
    async ({ task }) => {
      await task('timber').setStartDate(new Date(2027, 2, 12), true);
    },
    ({ task }) => {
      task('timber').duration = 9;
    },
  ],
  'the durations of two tasks in one chain': [
    ({ task }) => {
      task('dig').duration = 6;
    },
    ({ task }) => {
      task('walls').duration = 7;
    },
  ],
  'one deletes what the other renames': [
    ({ remove }) => void remove('walls'),
    ({ task }) => {
      task('walls').name = 'Walls';
    },
  ],
  'one deletes what the other makes longer': [
    ({ remove }) => void remove('dig'),
    ({ task }) => {
      task('dig').duration = 9;
    },
  ],
  'one deletes the parent under which the other adds': [
    ({ remove }) => void remove('inside'),
    ({ add }) => void add('inside', { name: 'Orphan' }),
  ],
  'one deletes the parent under which the other adds a family': [
    ({ remove }) => void remove('frame'),
    ({ add }) => void add('frame', { name: 'Orphan', children: [{ name: 'Baby', duration: 2 }] }),
  ],
  'one deletes the parent into which the other moves': [
    ({ remove }) => void remove('inside'),
    ({ task }) => void task('inside').appendChild(task('guests')),
  ],
  'one deletes the parent out of which the other moves': [
    ({ remove }) => void remove('inside'),
    ({ task }) => void task('party').appendChild(task('lights')),
  ],
  'both delete one task': [
    ({ remove }) => void remove('walls'),
    ({ remove }) => void remove('walls'),
  ],
  'one deletes a task, the other its parent': [
    ({ remove }) => void remove('walls'),
    ({ remove }) => void remove('frame'),
  ],
  'one deletes a task, the other links to it': [
    ({ remove }) => void remove('lights'),
    ({ link }) => void link('beams', 'lights'),
  ],
  'one deletes a task, the other assigns it': [
    ({ remove }) => void remove('lights'),
    ({ assign }) => void assign('lights', 'bo'),
  ],
  'one deletes a resource, the other assigns it': [
    ({ resourceStore }) => void resourceStore.remove('bo'),
    ({ assign }) => void assign('lights', 'bo'),
  ],
  'both assign one task': [
    ({ assign }) => void assign('lights', 'ann'),
    ({ assign }) => void assign('lights', 'bo', 50),
  ],
  'both change the units of one assignment': [
    ({ assignmentOf }) => {
      assignmentOf('timber', 'bo').units = 20;
    },
    ({ assignmentOf }) => {
      assignmentOf('timber', 'bo').units = 30;
    },
  ],
  'both reorder the same siblings': [
    ({ task }) => void task('inside').insertChild(task('paint'), task('floor')),
    ({ task }) => void task('inside').insertChild(task('lights'), task('floor')),
  ],
  'both move one task, to different parents': [
    ({ task }) => void task('party').appendChild(task('lights')),
    ({ task }) => void task('ground').appendChild(task('lights')),
  ],
  'each moves a parent under the other’s': [
    ({ task }) => void task('inside').appendChild(task('ground')),
    ({ task }) => void task('ground').appendChild(task('inside')),
  ],
  'one moves a parent under what the other deletes': [
    ({ task }) => void task('inside').appendChild(task('ground')),
    ({ remove }) => void remove('inside'),
  ],
  'both link the same tasks': [
    ({ link }) => void link('guests', 'cake'),
    ({ link }) => void link('guests', 'cake', { lag: 1 }),
  ],
  'each links two tasks, which makes a cycle of them': [
    ({ link }) => void link('guests', 'lights'),
    ({ link }) => void link('lights', 'guests'),
  ],
  'a constraint, and what makes it impossible: a conflict that the client resolves': [
    async ({ task }) => {
      await task('walls').setConstraint('muststarton', new Date(2027, 2, 9));
    },
    ({ task }) => {
      task('dig').duration = 9;
    },
  ],
};

// The library fails while it puts its user's own edit back on top of the first revision that comes,
// which is the other's edit as that was sent: before the server has said a word about its own. The
// page then makes a new chart, which must agree.
const BREAKS = new Map([
  ['one deletes a resource, the other assigns it, the other way round', /Unknown identifier/],
  ['each moves a parent under the other’s', /call stack/],
  ['each moves a parent under the other’s, the other way round', /call stack/],
]);

// The library takes its user's move back, applies the other's, and makes its own again by the index that
// it had: seen on the wire, where both charts get the same revisions in the same order and still end with
// their own. No server can tell them otherwise but by another load.
const REORDERS = 'both reorder the same siblings';

scenarios('Two users edit at once', {}, (scenario) => {
  for (const [name, [one, other]] of Object.entries(clashes)) {
    const orders = [
      [name, one, other],
      [`${name}, the other way round`, other, one],
    ];
    for (const [title, first, second] of orders) {
      const broken = BREAKS.get(title);
      scenario(
        broken ? `${title} (the library fails, the page loads anew)` : title,
        async (stage) => {
          await stage.together([0, first], [1, second]);
          await (name === REORDERS ? stage.agreeAfterLoading() : stage.agree({ broken }));
          if (broken) await stage.page.evaluate('tools.forgive()');
        },
      );
    }
  }

  scenario('both indent', async (stage) => {
    await stage.page.evaluate(
      `Promise.all([
        tools.act(0, ({ gantt, task }) => gantt.indent(task('lights'))),
        tools.act(1, ({ gantt, task }) => gantt.indent(task('cake'))),
      ]).then(() => {})`,
    );
    await stage.agree();
  });

  // The library makes no revision of this undo (seen on the wire), so no server hears of it.
  scenario(
    'one undoes a delete after the other has deleted the parent: nobody else sees it',
    async (stage) => {
      await stage.edit(0, ({ remove }) => void remove('walls'));
      await stage.quiet();
      await stage.edit(1, ({ remove }) => void remove('frame'));
      const [, before] = await stage.quiet();
      await stage.history(0, 'undo');
      const [, after] = await stage.quiet();
      assert.equal(after.revision, before.revision);
      await stage.reload(0);
    },
  );

  scenario('one undoes a rename that the other has renamed since', async (stage) => {
    await stage.edit(0, ({ task }) => {
      task('dig').name = 'One';
    });
    await stage.quiet();
    await stage.edit(1, ({ task }) => {
      task('dig').name = 'Two';
    });
    await stage.history(0, 'undo');
    const lines = await stage.agree();
    assert.ok(lines.some((line) => line.includes('"name":"Dig"')));
  });
});

scenarios('Three users edit at once', { charts: 3 }, (scenario) => {
  scenario('all add under one parent, and rename one task', async (stage) => {
    const change = ({ add, task }, who) => {
      add('ground', { name: `Task of ${who}` });
      task('dig').name = `Dig, says ${who}`;
    };
    await stage.together([0, change, 'A'], [1, change, 'B'], [2, change, 'C']);
    const lines = await stage.agree();
    assert.equal(lines.filter((line) => line.includes('Task of ')).length, 3);
  });

  scenario('one deletes, one edits, one moves the same subtree', async (stage) => {
    await stage.together(
      [0, ({ task }) => void task('party').appendChild(task('frame'))],
      [1, ({ remove }) => void remove('frame')],
      [
        2,
        ({ task }) => {
          task('walls').duration = 6;
        },
      ],
    );
    await stage.agree();
  });
});
