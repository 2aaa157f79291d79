'use strict';

// Everything that is sent and loaded is made up here, the same in every run.

/**
 * A data file: a tree with ten tasks under each task, or one parent with all the others below it.
 *
 * @param {{tasks: number, shape?: 'tree' | 'wide'}} size
 * @returns {Buffer}
 */
function dataFile({ tasks, shape = 'tree' }) {
  const rows = [];
  for (let id = 1; id <= tasks; id++) {
    const parent = shape === 'wide' ? Math.min(id - 1, 1) : Math.floor((id - 1) / 10);
    const parentId = parent > 0 ? `"parentId":${parent},` : '';
    rows.push(
      `{"id":${id},${parentId}"name":"Task number ${id}","startDate":"2026-03-02T08:00:00",` +
        `"endDate":"2026-03-09T17:00:00","duration":5,"durationUnit":"day","effort":40,` +
        `"percentDone":${id % 100},"manuallyScheduled":false,"note":"Made up for a measurement"}`,
    );
  }
  return Buffer.from(`{"project":{"startDate":"2026-03-02"},"tasks":{"rows":[${rows.join()}]}}`);
}

/**
 * @param {number} number of the change
 * @param {{tasks: number, records?: number, project?: number}} target a project as dataFile() made it
 * @returns {Buffer} a `project_change` that edits tasks; with one record it has about 600 bytes
 */
function updateMessage(number, { tasks, records = 1, project = 1 }) {
  const updated = [];
  for (let index = 0; index < records; index++) {
    updated.push(
      `{"id":${((number * 7919 + index) % tasks) + 1},"name":"Renamed in change ${number}",` +
        `"startDate":"2026-03-16T08:00:00","endDate":"2026-03-20T17:00:00","duration":${number % 9},` +
        `"effort":${number % 70},"percentDone":${number % 100},"note":"Edited, ${number % 10} times"}`,
    );
  }
  return change(
    number,
    project,
    `"tasks":{"updated":[${updated}],"$input":{"updated":[${updated}]}}`,
  );
}

/**
 * @param {number} number of the change
 * @param {{parent: number, project?: number}} where
 * @returns {Buffer} a `project_change` that adds one task
 */
function addMessage(number, { parent, project = 1 }) {
  const digits = String(number).padStart(12, '0');
  const added =
    `{"$PhantomId":"_generatedTaskModel_7d5b3a10-1c5e-4b8e-9d1f-${digits}","name":"New ${number}",` +
    `"startDate":"2026-03-02T08:00:00","duration":3,"durationUnit":"day","parentId":${parent}}`;
  return change(number, project, `"tasks":{"added":[${added}],"$input":{"added":[${added}]}}`);
}

function change(number, project, changes) {
  return Buffer.from(
    `{"command":"project_change","data":{"project":${project},"revisions":[{"revision":"local-${number}",` +
      `"clientId":"client-0f8b6a52-53c1-4d52-8a3e-1f6f1c0a9b77","changes":{${changes}}}]}}`,
  );
}

/** @param {number} project */
function datasetRequest(project) {
  return Buffer.from(`{"command":"dataset","data":{"project":${project}}}`);
}

const LOGIN = Buffer.from('{"command":"login","data":{"login":"a"}}');
const VERSION = Buffer.from('{"command":"version"}');

module.exports = { LOGIN, VERSION, addMessage, dataFile, datasetRequest, updateMessage };
