/**
 * Locks a task while it is edited in a chart, so that nobody else edits it. An editor opens when the server grants the
 * lock, and does not open if another user holds it. A lock ends with the connection, and is requested again after a
 * reconnect; `onLocked` reports that another user was first.
 *
 * @param {{lock: (id: any) => Promise<boolean>, unlock: (id: any) => void, locks: import('../widgets/live.js').Lock[], on?: Function}} live
 * @param {any} chart
 * @param {object} [options]
 * @param {(lock: import('../widgets/live.js').Lock) => void} [options.onLocked] explains why no editor opens
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
    // Not while the chart is still handling the refusal.
    if (isOver) giveBack();
    else setTimeout(open);
  };
  const again = async (/** @type {{state: string}} */ { state }) => {
    const id = held;
    // After the request for the project, because locks need a subscription.
    await null;
    if (state === 'connected' && id !== undefined && !(await take(id)) && held === id)
      held = undefined;
  };
  const deafen = live.on?.('state', again);
  // Not every chart awaits a promise here, so the editor is opened again when the lock is granted.
  const before = (/** @type {any} */ record, /** @type {() => void} */ open) => {
    if (!record || record.hasGeneratedId || held === record.id) return true;
    void ask(record.id, open);
    return false;
  };
  const detach = chart.on({
    // Runs before listeners that silently refuse known locks.
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
