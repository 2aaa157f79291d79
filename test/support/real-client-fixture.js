'use strict';

const fs = require('node:fs');
const path = require('node:path');

const FILE = path.join(__dirname, '..', 'fixtures', 'real-client.jsonl');
const REAL_ID = /^([a-z]+)-\d+$/;
const ROOT = 'events-1000';

/**
 * What two and three real clients sent in a browser, scenario by scenario; each begins with a reset.
 * Ids that the server of the recording gave (`undefined-101`) are listed with their phantom ids, so
 * that another server's ids can take their place.
 *
 * @returns {{ phantomIds: Record<string, string>, scenarios: Map<string, any[]> }}
 */
function readFixture() {
  const [head, ...lines] = fs.readFileSync(FILE, 'utf8').trim().split('\n');
  const scenarios = new Map();
  for (const line of lines) {
    const { scenario, ...message } = JSON.parse(line);
    if (!scenarios.has(scenario)) scenarios.set(scenario, []);
    scenarios.get(scenario).push(message);
  }
  return { phantomIds: JSON.parse(head).ids, scenarios };
}

/**
 * A project with every record that the messages mean and that nobody adds in them; a task is under
 * the one whose id its own begins with.
 *
 * @param {Map<string, any[]>} scenarios
 * @returns {string} JSON text to load
 */
function startProject(scenarios) {
  const ids = new Map([['events', new Set([ROOT])]]);
  visitTexts([...scenarios.values()], (text) => {
    const prefix = REAL_ID.exec(text)?.[1];
    if (!prefix || ['local', 'server', 'client', 'undefined'].includes(prefix)) return;
    if (!ids.has(prefix)) ids.set(prefix, new Set());
    ids.get(prefix).add(text);
  });
  const sorted = (name) => [...(ids.get(name) ?? [])].sort((a, b) => numberOf(a) - numberOf(b));
  const records = (name) => sorted(name).map((id) => ({ id }));
  const tasks = sorted('events').map((id) => ({ id, name: `Task ${id}` }));
  return JSON.stringify({
    project: { startDate: '2019-01-14' },
    tasksData: tasks.map((task) => ({ ...task, parentId: parentOf(task.id, ids.get('events')) })),
    resourcesData: records('resources'),
    dependenciesData: records('dependencies'),
    assignmentsData: records('assignments'),
  });
}

function parentOf(id, ids) {
  if (id === ROOT) return null;
  for (let end = id.length - 1; end > 'events-'.length; end--) {
    const start = id.slice(0, end);
    if (ids.has(start)) return start;
  }
  return ROOT;
}

function numberOf(id) {
  return Number(id.slice(id.indexOf('-') + 1));
}

function visitTexts(value, visit) {
  if (typeof value === 'string') visit(value);
  else if (value && typeof value === 'object') {
    for (const item of Object.values(value)) visitTexts(item, visit);
  }
}

module.exports = { readFixture, startProject };
