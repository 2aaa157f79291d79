import { locksOf } from './highlights.js';

/** @typedef {import('./live.js').Live} Live */

/**
 * Reports what is selected and edited in a Bryntum chart, and prevents edits of records that others have locked.
 *
 * @param {Live} project
 * @param {any} chart a Gantt, SchedulerPro, Scheduler or Calendar
 * @param {object} [options]
 * @param {(lock: import('./live.js').Lock) => void} [options.onLocked] explains why no editor opens
 * @returns {{destroy: () => void}}
 */
export const followChart = (project, chart, { onLocked = () => {} } = {}) => {
  /** @type {any} */
  let selected = null;
  const at = (/** @type {any} */ record) => (record && !record.hasGeneratedId ? record.id : null);
  const view = () => project.select?.(selected);
  const edit = (/** @type {any} */ record) => {
    const id = at(record);
    if (id !== null) project.select?.(id, { action: 'editing' });
  };
  const recordOf = (/** @type {any} */ event) =>
    event.taskRecord ?? event.eventRecord ?? event.taskRecords?.[0] ?? event.editorContext?.record;
  const may = (/** @type {any} */ event) => {
    const id = at(recordOf(event));
    const lock = locksOf(project).find(
      ({ recordId, recordType = 'tasks', clientId }) =>
        (recordType === 'tasks' || recordType === 'events') &&
        String(recordId) === String(id) &&
        clientId !== project.clientId,
    );
    if (lock) onLocked(lock);
    return !lock;
  };
  const begin = (/** @type {any} */ event) => edit(recordOf(event));

  const select = (/** @type {any} */ { selection = [] }) => {
    const last = selection.at(-1);
    if (last?.isResourceModel) return;
    selected = at(last?.isAssignment ? last.event : last);
    view();
  };

  const listeners = {
    selectionChange: select,
    // Selecting an event in a Scheduler first selects its row.
    eventSelectionChange: select,
    ...Object.fromEntries(BEFORE.map((name) => [name, may])),
    ...Object.fromEntries(BEGINS.map((name) => [name, begin])),
    ...Object.fromEntries(ENDS.map((name) => [name, view])),
  };
  /** @type {() => void} */
  const detach = chart.on(listeners);
  // Who has selected nothing here may be somewhere else.
  const selection = chart.selectedEvents ?? chart.selectedRecords;
  if (selection?.length) select({ selection });
  return { destroy: () => detach() };
};

const each = (/** @type {string} */ pattern) =>
  ['Task', 'Event'].map((kind) => pattern.replace('*', kind));
const BEFORE = [
  'beforeCellEditStart',
  ...['before*Edit', 'before*Drag', 'before*Resize', 'before*Delete'].flatMap(each),
];
const BEGINS = [
  'startCellEdit',
  ...['before*EditShow', '*DragStart', '*ResizeStart'].flatMap(each),
];
const ENDS = [
  'finishCellEdit',
  'cancelCellEdit',
  ...['after*Edit', '*EditCanceled', 'after*Drop', '*DragAbort', '*ResizeEnd'].flatMap(each),
];
