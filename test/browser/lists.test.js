'use strict';

// Lists that are a store of their own in the chart: the intervals of a calendar, the rate tables of a resource and their
// rates. The chart says how they differ from what it loaded; all see the list.

const assert = require('node:assert/strict');
const { scenarios } = require('./support/scenarios');

/** @type {(name: string, day: number) => [(hands: any, argument: any) => void, [string, number]]} */
const holiday = (name, day) => [
  ({ project }, [called, on]) =>
    void project.calendarManagerStore.getById('week').addIntervals([
      {
        name: called,
        startDate: new Date(2027, 2, on),
        endDate: new Date(2027, 2, on + 1),
        isWorking: false,
      },
    ]),
  [name, day],
];

/** @type {(name: string, field: string, value: any) => [(hands: any, argument: any) => void, any[]]} */
const change = (name, field, value) => [
  ({ intervals }, [called, key, to]) => {
    intervals('week').find((interval) => interval.name === called)[key] = to;
  },
  [name, field, value],
];

/** @type {(name: string) => [(hands: any, argument: any) => void, string]} */
const remove = (name) => [
  ({ intervals }, called) =>
    void intervals('week').remove(intervals('week').find((one) => one.name === called)),
  name,
];

/** @param {import('./support/stage').Stage} stage @param {...any} edits one for each chart */
const bothDo = (stage, ...edits) =>
  stage.together(...edits.map(([edit, argument], chart) => [chart, edit, argument]));

/** @param {import('./support/stage').Stage} stage @returns {Promise<string[]>} the names, in every chart the same */
async function names(stage) {
  await stage.agree();
  return stage.ask(0, ({ intervals }) =>
    intervals('week').allRecords.map(({ name }) => name ?? ''),
  );
}

scenarios('lists in a field', {}, (scenario) => {
  scenario('an interval is added, changed, and removed by the other', async (stage) => {
    await stage.edit(0, ...holiday('Fair', 15));
    assert.deepEqual(await names(stage), ['', 'Fair']);
    await stage.edit(1, ...change('Fair', 'name', 'Church fair'));
    await stage.edit(0, ...holiday('Easter', 29));
    assert.deepEqual(await names(stage), ['', 'Church fair', 'Easter']);
    await stage.edit(0, ...change('Church fair', 'name', 'Fair'));
    await stage.quiet();
    await stage.edit(1, ...remove('Easter'));
    assert.deepEqual(await names(stage), ['', 'Fair']);
  });

  scenario('both add, change and remove at once', async (stage) => {
    await bothDo(stage, holiday('Zero', 15), holiday('One', 16));
    assert.deepEqual((await names(stage)).sort(), ['', 'One', 'Zero']);
    await bothDo(stage, change('One', 'name', 'One!'), change('Zero', 'name', 'Zero!'));
    assert.deepEqual((await names(stage)).sort(), ['', 'One!', 'Zero!']);
    await bothDo(stage, remove('One!'), holiday('Two', 17));
    assert.deepEqual((await names(stage)).sort(), ['', 'Two', 'Zero!']);
    await bothDo(stage, remove('Two'), remove('Zero!'));
    assert.deepEqual(await names(stage), ['']);
  });

  scenario('undo and redo, as far back as the list that was loaded', async (stage) => {
    await stage.edit(0, ...holiday('Fair', 15));
    await stage.quiet();
    await stage.edit(0, ...change('Fair', 'name', 'Church fair'));
    assert.deepEqual(await names(stage), ['', 'Church fair']);
    await stage.history(0, 'undo');
    assert.deepEqual(await names(stage), ['', 'Fair']);
    await stage.history(0, 'undo');
    assert.deepEqual(await names(stage), ['']);
    await stage.history(0, 'redo');
    assert.deepEqual(await names(stage), ['', 'Fair']);
  });

  scenario('an undo keeps what the other has added since', async (stage) => {
    await stage.edit(0, ...holiday('Fair', 15));
    await stage.quiet();
    await stage.edit(1, ...holiday('Easter', 29));
    await stage.history(0, 'undo');
    assert.deepEqual(await names(stage), ['', 'Easter']);
  });

  scenario('who loads again goes on', async (stage) => {
    await stage.edit(0, ...holiday('Fair', 15));
    await stage.quiet();
    await stage.reload(0);
    await stage.edit(0, ...holiday('Easter', 29));
    await stage.quiet();
    await stage.edit(1, ...change('Fair', 'name', 'Church fair'));
    assert.deepEqual((await names(stage)).sort(), ['', 'Church fair', 'Easter']);
    await stage.edit(0, ...remove('Church fair'));
    assert.deepEqual(await names(stage), ['', 'Easter']);
  });

  scenario('a calendar with its intervals is new, and goes', async (stage) => {
    await stage.edit(0, ({ project }) => {
      const [calendar] = project.calendarManagerStore.add({ name: 'Night shift' });
      calendar.addIntervals([
        { recurrentStartDate: 'at 6:00', recurrentEndDate: 'at 22:00', isWorking: false },
      ]);
    });
    const lines = await stage.agree();
    assert.ok(lines.some((line) => line.includes('Night shift') && line.includes('at 6:00')));
    await stage.history(0, 'undo');
    assert.ok(!(await stage.agree()).some((line) => line.includes('Night shift')));
  });

  scenario('rates of resources, in tables', async (stage) => {
    await stage.edit(0, ({ rateTables }) => {
      rateTables('ann').first.rates.add({ startDate: new Date(2027, 1, 1), standardRate: 20 });
    });
    await stage.quiet();
    await stage.together(
      [0, ({ rateTables }) => void (rateTables('ann').first.rates.first.standardRate = 11)],
      [1, ({ rateTables }) => void (rateTables('ann').first.rates.last.standardRate = 21)],
    );
    await stage.quiet();
    await stage.edit(1, ({ rateTables }) => {
      const rates = [{ startDate: new Date(2027, 0, 1), standardRate: 7 }];
      rateTables('ann').add({ name: 'Sundays', rates });
    });
    await stage.quiet();
    await stage.edit(
      0,
      ({ rateTables }) => void (rateTables('ann').last.rates.first.standardRate = 8),
    );
    await stage.agree();
    const rates = ({ rateTables }) =>
      rateTables('ann').allRecords.map((table) =>
        table.rates.allRecords.map((r) => r.standardRate),
      );
    assert.deepEqual(await stage.ask(1, rates), [[11, 21], [8]]);
    await stage.history(0, 'undo');
    await stage.history(1, 'undo');
    await stage.agree();
    assert.deepEqual(await stage.ask(0, rates), [[11, 21]]);
  });
});
