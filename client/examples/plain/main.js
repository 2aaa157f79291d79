import { openProject } from 'gantt-sync-client';
import { highlights, login, syncBar } from 'gantt-sync-client/widgets';

const find = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const body = find('tasks');

/** @param {{url: string, name: string, token: string}} credentials */
async function open({ url, name, token }) {
  const project = await openProject({ url, project: 1, userName: name, token: token || undefined });
  const bar = syncBar(project);
  const marks = highlights(project, body);
  find('bar').replaceChildren(bar.element);
  find('bar').hidden = false;
  project.on({
    loaded: () => draw(project),
    changes: () => draw(project),
    stopped() {
      for (const part of [bar, marks]) part.destroy();
      find('bar').hidden = true;
      body.replaceChildren();
    },
  });
  draw(project);
  // For the console, and for the test.
  Object.assign(globalThis, { project });
  return project;
}

/** @param {import('gantt-sync-client').SyncProject} project */
function draw(project) {
  const rows = new Map([...body.children].map((row) => [row.getAttribute('data-id'), row]));
  const drawn = document.createDocumentFragment();
  for (const task of project.records.all('tasks')) {
    const row = rows.get(String(task.id)) ?? newRow(project, task.id);
    const [name, duration] = row.querySelectorAll('input');
    if (document.activeElement !== name) name.value = task.name;
    if (document.activeElement !== duration) duration.value = task.duration ?? '';
    drawn.append(row);
  }
  body.replaceChildren(drawn);
}

/** @param {import('gantt-sync-client').SyncProject} project @param {string | number} id */
function newRow(project, id) {
  const row = document.createElement('tr');
  row.dataset.id = String(id);
  for (const [field, label] of [
    ['name', 'Name'],
    ['duration', 'Days'],
  ]) {
    const input = row.appendChild(document.createElement('td')).appendChild(newInput(label));
    input.addEventListener('focus', () => project.select(id));
    input.addEventListener('change', () => {
      const value = field === 'duration' ? Number(input.value) : input.value;
      // What goes wrong with it is told by the widgets.
      project.change({ tasks: { updated: [{ id, [field]: value }] } }).catch(() => draw(project));
    });
  }
  return row;
}

/** @param {string} label */
function newInput(label) {
  const input = document.createElement('input');
  input.setAttribute('aria-label', label);
  return input;
}

document.body.querySelector('#login')?.append(login({ open }).element);
