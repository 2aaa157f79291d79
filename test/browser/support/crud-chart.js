'use strict';

/*
 * Functions that run in the page of a stage: a chart that talks to the server by the library's own CrudManager, below the live ones.
 */

/** Runs in the page: a chart over HTTP below the live ones. `idField`: what its models call ids. */
async function openCrud({ idField, ...config }) {
  const library = await import('/gantt/gantt.module.js');
  const { Gantt } = library;
  globalThis.crud?.destroy();
  const kinds = ['Task', 'Dependency', 'Resource', 'Assignment', 'Calendar', 'TimeRange'];
  const models = {};
  for (const kind of idField ? kinds : []) {
    const Model = library[kind === 'TimeRange' ? 'TimeSpan' : `${kind}Model`];
    const name = `${kind[0].toLowerCase()}${kind.slice(1)}ModelClass`;
    models[name] = class extends Model {
      static idField = idField;
    };
  }
  const element = globalThis.document.createElement('div');
  element.style.height = '400px';
  globalThis.document.body.append(element);
  globalThis.crud = new Gantt({
    appendTo: element,
    columns: [{ type: 'name' }],
    project: { forceSync: true, validateResponse: true, ...models, ...config },
  });
  const { project } = globalThis.crud;
  globalThis.crudFailures = [];
  project.on({
    requestFail: ({ response }) => globalThis.crudFailures.push(response?.message ?? 'no answer'),
  });
  if (config.loadUrl) await project.load();
  await project.commitAsync();
}

/** Runs in the page: syncs until there is nothing more to say. */
async function settleCrud() {
  const { project } = globalThis.crud;
  for (let round = 0; round < 10; round += 1) {
    await project.commitAsync();
    const told = project.crudRevision;
    await project.sync();
    await project.commitAsync();
    if (project.crudRevision === told && !project.crudStoreHasChanges()) return;
  }
  throw new Error(`It does not come to rest: ${JSON.stringify(project.changes)}`);
}

/** Runs in the page: what a chart shows, one line a record, without the places of siblings. */
function readChart(which) {
  const project = which === 'crud' ? globalThis.crud.project : globalThis.demo.panels[0].project;
  const day = (date) => date && new Date(date).toISOString();
  const tasks = project.taskStore.allRecords.map((task) =>
    [
      task.id,
      task.name,
      task.parent.isRoot ? null : task.parent.id,
      day(task.startDate),
      day(task.endDate),
      task.duration,
      task.percentDone,
    ].join(' | '),
  );
  const links = project.dependencyStore.allRecords.map(({ id, fromEvent, toEvent, lag }) =>
    [id, fromEvent?.id, toEvent?.id, lag].join(' | '),
  );
  const assignments = project.assignmentStore.allRecords.map(({ id, event, resource, units }) =>
    [id, event?.id, resource?.id, units].join(' | '),
  );
  const calendars = project.calendarManagerStore.allRecords.map(({ id, name, intervalStore }) =>
    [id, name, ...intervalStore.allRecords.map((interval) => interval.id)].join(' | '),
  );
  return [...tasks, ...links, ...assignments, ...calendars].sort();
}

module.exports = { openCrud, readChart, settleCrud };
