'use strict';

/*
 * Runs inside the page: a project that is made live as Bryntum's guide to revisions does it, in our own words. It differs from
 * `LiveProject` in what matters to the server: it calls itself by an id that it made up, never learns the one that the server
 * gave it, and edits are made as a program makes them.
 */

globalThis.plainProjects = async (url, names) => {
  const { ProjectModel, TaskModel } = await import('@bryntum/gantt');

  class PlainTask extends TaskModel {
    static $name = 'PlainTask';

    static fields = [
      { name: 'parentIndex', persist: true },
      { name: 'orderedParentIndex', persist: true },
    ];
  }

  class PlainProject extends ProjectModel {
    static $name = 'PlainProject';

    clientId = crypto.randomUUID();
    underWay = 0;
    work = Promise.resolve();

    async open(userName) {
      const loaded = new Promise((resolve) => {
        this.wasLoaded = resolve;
      });
      this.ion({ revisionNotification: 'onRevision', thisObj: this });
      this.socket = new globalThis.WebSocket(url);
      this.socket.onopen = () => this.send('login', { login: userName });
      this.socket.onmessage = ({ data }) => {
        this.underWay++;
        this.work = this.work
          .then(() => this.receive(JSON.parse(data)))
          .finally(() => this.underWay--);
      };
      await loaded;
    }

    send(command, data) {
      if (command === 'project_change') data.client = this.clientId;
      this.socket.send(JSON.stringify({ command, data }));
    }

    onRevision({ localRevisionId, conflictResolutionFor, changes }) {
      const revision = { revision: localRevisionId, clientId: this.clientId, changes };
      if (conflictResolutionFor) revision.conflictResolutionFor = conflictResolutionFor;
      this.unseen = (this.unseen ?? 0) + 1;
      this.send('project_change', { project: 1, revisions: [revision] });
    }

    async receive({ command, data }) {
      if (command === 'login') this.send('dataset', { project: 1 });
      else if (command === 'dataset') {
        await this.queue(async () => {
          this.stm.disable();
          this.stm.resetQueue();
          await this.loadInlineData(data.dataset);
          this.stm.enable();
          this.initRevisions(this.clientId, 'base');
        });
        await this.commitAsync();
        this.wasLoaded();
      } else if (command === 'project_change') {
        this.unseen -= data.revisions.filter(({ client }) => client === this.clientId).length;
        await this.applyRevisions(
          data.revisions.map(
            ({ revision, localRevision, conflictResolutionFor, client, changes }) => ({
              revisionId: revision,
              localRevisionId: localRevision,
              conflictResolutionFor,
              clientId: client,
              changes,
            }),
          ),
        );
      }
    }

    get isAtRest() {
      return !this.underWay && !this.unseen && !this.isCommitting && !this.stm.isRecording;
    }

    get lines() {
      return this.taskStore.allRecords
        .map((task) =>
          JSON.stringify([task.id, task.name, task.parent.isRoot || task.parent.id, task.duration]),
        )
        .sort();
    }
  }

  const projects = names.map(
    () => new PlainProject({ taskModelClass: PlainTask, stm: { revisionsEnabled: true } }),
  );
  await Promise.all(projects.map((project, i) => project.open(names[i])));
  globalThis.plain = projects;
};
