import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import {
  useConflict,
  useConnection,
  usePeople,
  useRecords,
  useSync,
  useSyncProject,
  Widget,
} from 'gantt-sync-client/react';
import { whoIsOnline } from 'gantt-sync-client/widgets';

const asked = new URLSearchParams(location.search);
const options = { url: location.origin, project: 1, userName: asked.get('name') ?? 'Guest' };

function Head() {
  const project = useSyncProject(options);
  const { state } = useConnection(project);
  const { unsynced } = useSync(project);
  const people = usePeople(project);
  return (
    <header className="card">
      <p className="state">{state}</p>
      <p className="unsynced">{unsynced} waiting</p>
      <p className="people">
        {people.map(({ name, at }) => (at ? `${name} at ${at.id}` : name)).join(', ')}
      </p>
      <Widget of={whoIsOnline} project={project} />
    </header>
  );
}

function Tasks() {
  const project = useSyncProject(options);
  const tasks = useRecords(project, 'tasks');
  return (
    <table className="card">
      <tbody>
        {tasks.map((task) => (
          <Task key={task.id} project={project} task={task} />
        ))}
      </tbody>
    </table>
  );
}

function Task({ project, task }) {
  const [typed, setTyped] = useState();
  const commit = () => {
    setTyped(undefined);
    if (typed === undefined || typed === task.name) return;
    // What goes wrong is a conflict, which asks, or is told by the widget `news`.
    project.change({ tasks: { updated: [{ id: task.id, name: typed }] } }).catch(() => {});
  };
  return (
    <tr data-id={task.id}>
      <td>
        <input
          aria-label="Name"
          value={typed ?? task.name}
          onFocus={() => project.select(task.id)}
          onChange={({ target }) => setTyped(target.value)}
          onBlur={commit}
        />
      </td>
    </tr>
  );
}

function Conflict() {
  const conflict = useConflict(useSyncProject(options));
  if (!conflict) return null;
  const settle = (strategy) => conflict.settle(strategy).catch(() => {});
  return (
    <section className="conflict card" role="alert">
      <p>Others were first.</p>
      <button onClick={() => settle('keep_local')}>Keep mine</button>
      <button onClick={() => settle('accept_server')}>Take theirs</button>
    </section>
  );
}

function App() {
  const [isOpen, setOpen] = useState(true);
  return (
    <main>
      <h1>A shared list of tasks</h1>
      <button onClick={() => setOpen(!isOpen)}>{isOpen ? 'Close' : 'Open'}</button>
      {isOpen && (
        <>
          <Head />
          <Conflict />
          <Tasks />
        </>
      )}
    </main>
  );
}

createRoot(document.getElementById('app')).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
