/**
 * Locks a task while it is edited in a chart, so that nobody else does. An editor opens when the server has said that it may; where
 * somebody else has the task, it does not. A lock goes with the connection: it is asked for again when there is one, and `onLocked` tells
 * where somebody else was first.
 *
 * @param {{lock: (id: any) => Promise<boolean>, unlock: (id: any) => void, locks: import('../widgets/live.js').Lock[], on?: Function}} live
 * @param {any} chart
 * @param {object} [options]
 * @param {(lock: import('../widgets/live.js').Lock) => void} [options.onLocked] tells why nothing happens
 * @returns {{destroy: () => void}}
 */
export const lockEdits = (live, chart, { onLocked = () => {} } = {}) => {
  /** @type {any} */
  let held;
  let isOver = false;
  const giveBack = () => {
    if (held !== undefined) live.unlock(held);
    held = undefined;
  };
  const take = async (/** @type {any} */ id) => {
    const isMine = await live.lock(id);
    const lock = !isMine && live.locks.find(({ recordId }) => String(recordId) === String(id));
    if (lock) onLocked(lock);
    return isMine;
  };
  const ask = async (/** @type {any} */ id, /** @type {() => void} */ open) => {
    giveBack();
    if (!(await take(id))) return;
    if (held !== id) giveBack();
    held = id;
    // Not while the chart is still busy with what it was refused.
    if (isOver) giveBack();
    else setTimeout(open);
  };
  const again = async (/** @type {{state: string}} */ { state }) => {
    const id = held;
    // Behind what asks for the project: who has not come in has no locks.
    await null;
    if (state === 'connected' && id !== undefined && !(await take(id)) && held === id)
      held = undefined;
  };
  const deafen = live.on?.('state', again);
  // Not every chart waits for a promise here: what is asked for is opened again when it may be.
  const before = (/** @type {any} */ record, /** @type {() => void} */ open) => {
    if (!record || record.hasGeneratedId || held === record.id) return true;
    void ask(record.id, open);
    return false;
  };
  const detach = chart.on({
    // Before those who refuse without a word what is known to be locked.
    prio: 1,
    /** @param {any} event */
    beforeCellEditStart: ({ editorContext: { record, column } }) =>
      before(record, () => chart.startEditing({ record, column })),
    /** @param {any} event */
    beforeTaskEdit: ({ taskRecord }) => before(taskRecord, () => chart.editTask(taskRecord)),
    /** @param {any} event */
    beforeEventEdit: ({ eventRecord }) => before(eventRecord, () => chart.editEvent(eventRecord)),
    ...Object.fromEntries(AFTER.map((name) => [name, giveBack])),
  });
  return {
    destroy() {
      isOver = true;
      giveBack();
      deafen?.();
      detach();
    },
  };
};

const AFTER = [
  'finishCellEdit',
  'cancelCellEdit',
  'afterTaskEdit',
  'taskEditCanceled',
  'afterEventEdit',
  'eventEditCanceled',
];
