import { createApp, ref } from 'vue';
import {
  useConflict,
  useConnection,
  usePeople,
  useRecords,
  useSync,
  useSyncProject,
  Widget,
} from 'gantt-sync-client/vue';
import { whoIsOnline } from 'gantt-sync-client/widgets';

const asked = new URLSearchParams(location.search);
const options = { url: location.origin, project: 1, userName: asked.get('name') ?? 'Guest' };

const Head = {
  components: { Widget },
  setup() {
    const project = useSyncProject(options);
    return {
      project,
      whoIsOnline,
      connection: useConnection(project),
      sync: useSync(project),
      people: usePeople(project),
      describe: ({ name, at }) => (at ? `${name} at ${at.id}` : name),
    };
  },
  template: `
    <header class="card">
      <p class="state">{{ connection.state }}</p>
      <p class="unsynced">{{ sync.unsynced }} waiting</p>
      <p class="people">{{ people.map(describe).join(', ') }}</p>
      <Widget :of="whoIsOnline" :project="project" />
    </header>`,
};

const Tasks = {
  setup() {
    const project = useSyncProject(options);
    const rename = (id, { target }) => {
      // What goes wrong is a conflict, which asks, or is told by the widget news.
      project.change({ tasks: { updated: [{ id, name: target.value }] } }).catch(() => {});
    };
    return { project, rename, tasks: useRecords(project, 'tasks') };
  },
  template: `
    <table class="card">
      <tbody>
        <tr v-for="task in tasks" :key="task.id" :data-id="task.id">
          <td>
            <input aria-label="Name" :value="task.name" @focus="project.select(task.id)"
              @change="rename(task.id, $event)" />
          </td>
        </tr>
      </tbody>
    </table>`,
};

const Conflict = {
  setup() {
    const conflict = useConflict(useSyncProject(options));
    return { conflict, settle: (strategy) => conflict.value.settle(strategy).catch(() => {}) };
  },
  template: `
    <section v-if="conflict" class="conflict card" role="alert">
      <p>Others were first.</p>
      <button @click="settle('keep_local')">Keep mine</button>
      <button @click="settle('accept_server')">Take theirs</button>
    </section>`,
};

createApp({
  components: { Head, Tasks, Conflict },
  setup: () => ({ isOpen: ref(true) }),
  template: `
    <main>
      <h1>A shared list of tasks</h1>
      <button @click="isOpen = !isOpen">{{ isOpen ? 'Close' : 'Open' }}</button>
      <template v-if="isOpen"><Head /><Conflict /><Tasks /></template>
    </main>`,
}).mount('#app');
