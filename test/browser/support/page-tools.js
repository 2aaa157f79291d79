'use strict';

/*
 * Runs inside the page, before its own scripts: how the tests edit the charts and what they ask
 * them. Everything hangs on `globalThis.tools`; charts are named by their place on the page.
 */

globalThis.tools = (() => {
  const projectOf = (chart) => globalThis.demo.panels[chart].project;

  const nextFrame = () =>
    new Promise((resolve) => {
      globalThis.requestAnimationFrame(resolve);
    });

  // ---- Editing -------------------------------------------------------------------------------

  /** The child of each parent that random edits neither move nor remove. */
  const fixed = ['mark', 'timber', 'floor', 'guests'];

  /** The parents; random edits make no others. */
  const parents = ['house', 'ground', 'frame', 'inside', 'party'];
  const users = 3;

  /**
   * Chooses records by numbers from 0 up to 1. `own…` are those whose places this chart may change while
   * it is that turn: no two charts have a parent in common.
   */
  const pickFrom = (taskStore, chart) => {
    const from = (list, share) => list[Math.floor(share * list.length)];
    const { allRecords } = taskStore;
    const leaves = allRecords.filter((task) => task.isLeaf);
    const isOwn = (id, turn) => (parents.indexOf(id) + turn) % users === chart;
    const own = (turn) => leaves.filter((task) => isOwn(task.parent.id, turn));
    return {
      from,
      task: (share) => from(allRecords, share),
      leaf: (share) => from(leaves, share),
      ownLeaf: (share, turn) => from(own(turn), share),
      ownLoose: (share, turn) =>
        from(
          own(turn).filter((task) => !fixed.includes(task.id)),
          share,
        ),
      ownParent: (share, turn) =>
        taskStore.getById(
          from(
            parents.filter((id) => isOwn(id, turn)),
            share,
          ),
        ),
    };
  };

  /** What the function of an edit gets: the project, and short ways to its records. */
  const hands = (chart) => {
    const project = projectOf(chart);
    const { taskStore, dependencyStore, resourceStore, assignmentStore } = project;
    const task = (id) => taskStore.getById(id);
    return {
      project,
      taskStore,
      dependencyStore,
      resourceStore,
      assignmentStore,
      gantt: globalThis.demo.panels[chart].gantt,
      task,
      pick: pickFrom(taskStore, chart),
      intervals: (calendar) => project.calendarManagerStore.getById(calendar).intervalStore,
      rateTables: (resource) => resourceStore.getById(resource).rateTables,
      named: (name) => taskStore.allRecords.find((record) => record.name === name),
      add: (parent, data) => task(parent).appendChild({ duration: 2, ...data }),
      link: (from, to, data) => dependencyStore.add({ fromEvent: from, toEvent: to, ...data })[0],
      linkOf: (from, to) =>
        dependencyStore.find((link) => link.fromEvent?.id === from && link.toEvent?.id === to),
      assign: (event, resource, units = 100) => assignmentStore.add({ event, resource, units })[0],
      assignmentOf: (event, resource) =>
        assignmentStore.find((a) => a.event?.id === event && a.resource?.id === resource),
      remove: (id) => taskStore.remove(task(id)),
    };
  };

  /** Does `change` as the chart's own features do: in the project's queue, and calculated. */
  const edit = (chart, change, argument) =>
    projectOf(chart).liveEdit(() => change(hands(chart), argument));

  /**
   * Several edits of one chart, one after the other as a hand makes them: each begins when the library
   * has made its revision of the one before, and does not wait for the server. Edits within a tenth
   * of a second would become one revision, in which the library loses some of what the user did.
   */
  const editInTurn = async (chart, edits) => {
    for (const [change, argument] of edits) {
      await edit(chart, change, argument);
      const { stm } = projectOf(chart);
      while (stm.isRecording) await nextFrame();
    }
  };

  /** Lets a feature of the chart do something, which brings its own queue and calculation. */
  const act = (chart, change, argument) => change(hands(chart), argument);

  // ---- Reading -------------------------------------------------------------------------------

  const pad = (number) => String(number).padStart(2, '0');
  const day = (date) =>
    date &&
    `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ` +
      `${pad(date.getHours())}:${pad(date.getMinutes())}`;
  const round = (value) => (typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value);

  const readTask = (task, place) => ({
    id: task.id,
    parent: task.parent.isRoot ? null : task.parent.id,
    place,
    shown: task.parent.children.indexOf(task),
    name: task.name,
    start: day(task.startDate),
    end: day(task.endDate),
    duration: `${round(task.duration)} ${task.durationUnit}`,
    done: round(task.percentDone),
    constraint: task.constraintType && `${task.constraintType} ${day(task.constraintDate)}`,
    manual: Boolean(task.manuallyScheduled),
    inactive: Boolean(task.inactive),
    baselines: task.baselines?.allRecords.map(
      (one) => `${day(one.startDate)} to ${day(one.endDate)}`,
    ),
    segments: task.segments?.map((s) => `${day(s.startDate)} to ${day(s.endDate)}`).join(', '),
  });

  const readInterval = ({ id, name, startDate, endDate, recurrentStartDate, isWorking }) =>
    [id, name, day(startDate), day(endDate), recurrentStartDate, isWorking].join(' ');
  const readRateTables = (tables) =>
    tables.allRecords.map(({ id, name, rates }) => [
      id,
      name,
      ...rates.allRecords.map((rate) => `${rate.id} ${day(rate.startDate)} ${rate.standardRate}`),
    ]);

  /** All that every chart must agree on, one line a record. */
  const lines = (project) => {
    const tasks = [];
    const walk = (parent) =>
      parent.orderedChildren?.forEach((task, place) => {
        tasks.push(readTask(task, place));
        walk(task);
      });
    walk(project.taskStore.rootNode);

    const rows = (store, read) =>
      store.allRecords.map(read).sort((a, b) => (String(a.id) < String(b.id) ? -1 : 1));
    const stores = {
      project: [{ start: day(project.startDate), end: day(project.endDate) }],
      task: tasks,
      dependency: rows(
        project.dependencyStore,
        ({ id, fromEvent, toEvent, type, lag, lagUnit, active }) => ({
          id,
          from: fromEvent?.id,
          to: toEvent?.id,
          type,
          lag: `${lag} ${lagUnit}`,
          active,
        }),
      ),
      resource: rows(project.resourceStore, ({ id, name, rateTables }) => ({
        id,
        name,
        rates: rateTables && readRateTables(rateTables),
      })),
      calendar: rows(project.calendarManagerStore, ({ id, name, intervalStore }) => ({
        id,
        name,
        intervals: intervalStore.allRecords.map(readInterval),
      })),
      assignment: rows(project.assignmentStore, ({ id, event, resource, units }) => ({
        id,
        event: event?.id,
        resource: resource?.id,
        units,
      })),
    };
    return Object.entries(stores).flatMap(([store, records]) =>
      records.map((record) => `${store} ${JSON.stringify(record)}`),
    );
  };

  // ---- Waiting -------------------------------------------------------------------------------

  /** Why this project may still change without anyone touching it; empty when it may not. */
  const unrest = (project) => {
    const { stm, liveQueue } = project;
    return [
      !project.liveLoaded && 'not loaded',
      project.liveBusy && 'applying messages',
      liveQueue.underWay && `${liveQueue.underWay} revisions under way`,
      liveQueue.waiting && !project.isAutoSyncSuspended && `${liveQueue.waiting} waiting`,
      stm.isRecording && 'recording a change',
      stm.isRestoring && 'undoing or redoing',
      project.replica?.hasPendingAutoCommit() && 'about to calculate',
      project.isCommitting && 'calculating',
    ].filter(Boolean);
  };

  /** The state of every chart, after a moment in which what was begun could go on. */
  const look = async () => {
    const { panels } = globalThis.demo;
    panels.forEach(watch);
    await nextFrame();
    return panels.map(({ project, complaints }) => ({
      revision: project.liveRevision,
      unrest: unrest(project),
      complaints,
    }));
  };

  /** Opens one more chart, reads it, and takes it away again. */
  const fresh = async () => {
    const { panels, Panel } = globalThis.demo;
    const options = { ...panels[0].options, userName: 'Fresh' };
    const panel = new Panel(panels[0].element.parentElement, options);
    await panel.login();
    const { project } = panel;
    while (unrest(project).length) await look();
    const result = { lines: lines(project), revision: project.liveRevision };
    panel.destroy();
    return result;
  };

  const read = () => globalThis.demo.panels.map((panel) => lines(panel.project));

  /** Notes what no chart should ever say; a panel may have got a new project since the last time. */
  const watch = (panel) => {
    const { project } = panel;
    if (panel.watched === project) return;
    panel.watched = project;
    panel.complaints ??= [];
    project.on({
      liveError: ({ message }) => panel.complaints.push(`error: ${message}`),
      liveBroken: ({ error }) => panel.complaints.push(`broken: ${error.message}`),
      liveDropped: ({ count }) => panel.complaints.push(`dropped ${count} revisions`),
    });
  };

  /** Forgets the complaints up to now. */
  const forgive = () => {
    for (const panel of globalThis.demo.panels) panel.complaints = [];
  };

  /** Has the project reset, and waits until every chart knows. */
  const reset = async () => {
    const { panels } = globalThis.demo;
    const told = panels.map(
      ({ project }) =>
        new Promise((resolve) => {
          project.on({ liveReset: resolve, once: true });
        }),
    );
    panels[0].project.liveReset();
    await Promise.all(told);
    forgive();
  };

  /** Loads the project again in every chart. */
  const load = async () => {
    const projects = globalThis.demo.panels.map(({ project }) => project);
    for (const project of projects) project.liveLoad();
    while (!projects.every((project) => project.liveLoaded)) await nextFrame();
  };

  return { forgive, load, edit, editInTurn, act, hands, look, reset, fresh, read };
})();
