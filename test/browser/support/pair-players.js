'use strict';

/*
 * Runs inside a page: one user of each dialect, with the chart that the page has. A player has `project`, `edit(act)`, `undo()`, `ask()`, and
 * `cut()` and `mend()`, where its line is not cut from outside.
 */

globalThis.makePlayers = ({ load, apply }) => {
  const nextFrame = () =>
    new Promise((resolve) => {
      globalThis.requestAnimationFrame(resolve);
    });

  /** What all have in common: edits that can be undone. */
  const player = (project, more) => ({
    project,
    editing: Promise.resolve(),
    edit(act) {
      this.editing = this.editing.then(async () => {
        // What others do is nothing to be undone.
        project.stm.enable();
        project.stm.startTransaction();
        act(project.eventStore, project);
        await project.commitAsync();
        project.stm.stopTransaction();
        project.stm.disable();
        await this.send?.();
      });
      return this.editing;
    },
    async undo() {
      project.stm.enable();
      await project.stm.undo();
      await project.commitAsync();
      project.stm.disable();
      await this.send?.();
    },
    ask() {},
    isBusy: () => false,
    ...more,
  });

  /** A connection that comes back, and what waits for it. */
  const line = (url, { onOpen, onMessage }) => {
    const self = { socket: undefined, waiting: [] };
    const connect = () => {
      const socket = new globalThis.WebSocket(url);
      self.socket = socket;
      socket.onopen = () => onOpen(self);
      socket.onmessage = ({ data }) => onMessage(JSON.parse(data), self);
      socket.onclose = () => {
        self.isReady = false;
        setTimeout(connect, 100);
      };
    };
    self.send = (message) => self.socket.send(JSON.stringify(message));
    /** When it is there. */
    self.say = (message) => {
      if (self.isReady) self.send(message);
      else self.waiting.push(message);
    };
    self.flush = () => {
      self.isReady = true;
      for (const message of self.waiting.splice(0)) self.send(message);
    };
    connect();
    return self;
  };

  /** Something that is done to the project is not one’s own. */
  const others = (project) => {
    let jobs = Promise.resolve();
    return (act) => {
      jobs = jobs.then(async () => {
        await act();
        await project.commitAsync();
        project.acceptChanges();
      });
      return jobs;
    };
  };

  return {
    /** Its changes go out as the project tells them; theirs are put in. */
    flat(project, url) {
      const silently = others(project);
      let isLoaded;
      const loaded = new Promise((resolve) => {
        isLoaded = resolve;
      });
      const connection = line(url, {
        onOpen: ({ send }) => send({ command: 'login', login: 'Flo' }),
        onMessage: ({ command, success, dataset, changes }, { send, waiting }) => {
          if (command === 'login' && success) send({ command: 'dataset', project: 1 });
          else if (command === 'projectChange') void silently(() => apply(project, changes));
          else if (command === 'dataset') {
            void silently(async () => {
              await load(project, dataset);
              // What was done without a line is done once more.
              for (const one of waiting) apply(project, one.changes);
              connection.flush();
            }).then(isLoaded);
          }
        },
      });
      return loaded.then(() => {
        return player(project, {
          isBusy: () => !connection.isReady,
          async send() {
            const { changes } = project;
            project.acceptChanges();
            if (changes) connection.say({ command: 'projectChange', project: 1, changes });
          },
        });
      });
    },

    /** After the manager of the guide: what the store tells goes out, what comes is put into the store. */
    calendar(project, url) {
      const { eventStore } = project;
      const silently = others(project);
      let isOurs = false;
      let isLoaded;
      const loaded = new Promise((resolve) => {
        isLoaded = resolve;
      });
      const put = ({ added = [], updated = [], removed = [] }) => {
        for (const { id } of removed) eventStore.remove(eventStore.getById(id) ?? []);
        for (const row of added) if (!eventStore.getById(row.id)) eventStore.add(row);
        for (const row of updated) eventStore.getById(row.id)?.set(row);
      };
      const say = (tasks) => isOurs && connection.say({ type: 'sync', data: { tasks } });
      eventStore.on({
        add: ({ records }) => say({ added: records.map(({ data }) => plain(data)) }),
        update: ({ record, changes }) => say({ updated: [{ id: record.id, ...plain(changes) }] }),
        remove: ({ records }) => say({ removed: records.map(({ id }) => ({ id })) }),
      });
      const FIELDS = [
        'id',
        'name',
        'startDate',
        'endDate',
        'duration',
        'percentDone',
        'manuallyScheduled',
      ];
      const plain = (data) =>
        Object.fromEntries(Object.entries(data).filter(([name]) => FIELDS.includes(name)));
      const connection = line(url, {
        onOpen: ({ send }) => {
          connection.flush();
          send({ type: 'load' });
        },
        onMessage: ({ type, data }) => {
          if (type === 'load') {
            void silently(() => {
              isOurs = false;
              return load(project, inline(data));
            }).then(isLoaded);
          } else if (type === 'sync' && data.tasks) {
            void silently(() => {
              isOurs = false;
              put(data.tasks);
            });
          } else if (type === 'conflict') {
            const { recordId, serverVersion } = data;
            void silently(() => {
              isOurs = false;
              put(serverVersion ? { updated: [serverVersion] } : { removed: [{ id: recordId }] });
            });
          }
        },
      });
      const inline = (data) =>
        Object.fromEntries(Object.entries(data).map(([name, { rows }]) => [`${name}Data`, rows]));
      return loaded.then(() => {
        const made = player(project, { isBusy: () => !connection.isReady });
        const own = (method) => (act) =>
          silently(async () => {
            isOurs = true;
            await made[method](act);
            isOurs = false;
          });
        return { ...made, edit: own('edit'), undo: own('undo') };
      });
    },

    /** One of the package's managers, which finds by itself what has changed. */
    async manager(manager) {
      let loads = 0;
      // What there is now is loaded behind it.
      manager.on('conflict', ({ resolve }) => {
        loads += 1;
        // Who is second once more is told so by another conflict.
        resolve('keep_local').catch(() => {});
      });
      await new Promise((resolve) => {
        manager.on('loaded', resolve);
      });
      manager.on('loaded', () => {
        loads = 0;
      });
      return player(manager.project, {
        isBusy: () => loads > 0 || manager.unsyncedChanges > 0 || manager.state !== 'connected',
      });
    },

    /** Asks when it is told to. */
    async crud(project) {
      await project.load();
      await project.commitAsync();
      let isCut = false;
      return player(project, {
        async ask() {
          if (!isCut) await project.sync();
          await project.commitAsync();
        },
        cut: () => (isCut = true),
        mend: () => (isCut = false),
      });
    },

    /** A live project, whose undo is that of the library's revisions. */
    async commands(project, url) {
      await project.liveConnect({ url, userName: 'Cora', projectId: 1, retryDelay: () => 20 });
      await project.commitAsync();
      const made = player(project, {
        async edit(act) {
          await project.liveEdit(() => act(project.eventStore, project));
          const { stm } = project;
          while (stm.isRecording) await nextFrame();
        },
        async undo() {
          await project.stm.undo();
        },
        isBusy: () =>
          !project.liveLoaded ||
          Boolean(project.liveQueue.underWay || project.liveQueue.waiting || project.liveBusy),
      });
      return made;
    },
  };
};

/** What a chart shows, one line a record. */
globalThis.linesOf = (project) => {
  const day = (date) => date && `${date.getMonth() + 1}/${date.getDate()}`;
  return project.eventStore.allRecords
    .map(({ id, name, startDate, percentDone }) =>
      [id, name, day(startDate), Math.round(percentDone)].join(' | '),
    )
    .sort();
};
