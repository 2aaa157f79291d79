import { Gantt } from '@bryntum/gantt';

/**
 * A Gantt chart on a live project, with a toolbar for undo and redo, for synchronisation, and for reset.
 *
 * @param {HTMLElement} element
 * @param {import('./project.js').Project} project
 */
export function createGantt(element, project) {
  const gantt = new Gantt({
    appendTo: element,
    project,
    // Features that change something do so through the project's queue, in turn with what comes from the server.
    enableTransactionalFeatures: true,
    viewPreset: { base: 'weekAndDayLetter', tickWidth: 22 },
    rowHeight: 36,
    barMargin: 8,
    subGridConfigs: { locked: { width: 404 } },
    columns: [
      { type: 'name', width: 296 },
      { type: 'duration', width: 108 },
      { type: 'startdate', width: 110 },
      { type: 'percentdone', width: 70, mode: 'circle' },
      { type: 'resourceassignment', width: 150 },
      { type: 'predecessor', width: 110 },
    ],
    tbar: {
      items: {
        addTask: {
          type: 'button',
          icon: 'fa fa-plus',
          text: 'Task',
          tooltip: 'Add a task below the selected one',
          onAction: () => addTask(gantt),
        },
        undoRedo: { type: 'undoredo', items: { transactionsCombo: null } },
        spacer: '->',
        autoSync: {
          type: 'slidetoggle',
          text: 'Auto-sync',
          value: true,
          onChange: ({ checked }) =>
            checked ? project.resumeAutoSync() : project.suspendAutoSync(),
        },
        syncNow: {
          type: 'button',
          icon: 'fa fa-cloud-arrow-up',
          text: 'Sync now',
          hidden: true,
          onAction: () => project.liveSync(),
        },
        reset: {
          type: 'button',
          icon: 'fa fa-rotate-left',
          text: 'Reset',
          tooltip: 'Bring the project back to its first state, for everyone',
          onAction: () => project.liveReset(),
        },
      },
    },
  });
  const { syncNow, autoSync } = gantt.widgetMap;

  project.on({
    liveQueue: ({ waiting }) => {
      syncNow.badge = waiting || '';
      syncNow.hidden = autoSync.checked && !waiting;
    },
  });
  return gantt;
}

/** Adds a task behind the selected one, under the same parent, and opens its name for editing. */
async function addTask(gantt) {
  const { selectedRecord } = gantt;
  const added = selectedRecord
    ? await gantt.addTaskBelow(selectedRecord)
    : gantt.taskStore.rootNode.appendChild({ name: 'New task', duration: 1 });

  if (!selectedRecord) await gantt.project.commitAsync();
  gantt.startEditing?.({ record: added, columnId: gantt.columns.get('name').id });
}
