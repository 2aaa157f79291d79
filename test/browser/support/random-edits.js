'use strict';

/*
 * Edits for the soak, each from four numbers that a seeded generator gives. They run in the page: a
 * number picks a record by its share of the list, so that it means something whatever is there.
 *
 * One child of each parent stays where it is. A parent that loses its last child keeps, as its own,
 * what each chart had last calculated for it, and the library tells nobody what that was.
 */

/** @type {Record<string, { weight: number, change: (hands: any, numbers: number[]) => any }>} */
const randomEdits = {
  rename: {
    weight: 4,
    change: ({ pick }, [a, b]) => {
      pick.task(a).name = `Name ${Math.floor(b * 1000)}`;
    },
  },
  duration: {
    weight: 4,
    change: ({ pick }, [a, b]) => {
      pick.leaf(a).duration = 1 + Math.floor(b * 9);
    },
  },
  progress: {
    weight: 2,
    change: ({ pick }, [a, b]) => {
      pick.leaf(a).percentDone = Math.floor(b * 100);
    },
  },
  start: {
    weight: 2,
    change: ({ pick }, [a, b]) =>
      pick.leaf(a).setStartDate(new Date(2027, 2, 1 + Math.floor(b * 28)), true),
  },
  addChild: {
    weight: 3,
    change: ({ pick }, [a, b]) =>
      void pick.parent(a).appendChild({ name: `New ${Math.floor(b * 1000)}`, duration: 2 }),
  },
  insert: {
    weight: 2,
    change: ({ pick }, [a, b]) => {
      const before = pick.leaf(a);
      before.parent.insertChild({ name: `Between ${Math.floor(b * 1000)}`, duration: 1 }, before);
    },
  },
  remove: { weight: 2, change: ({ pick }, [a]) => void pick.loose(a)?.remove() },
  move: {
    weight: 2,
    change: ({ pick }, [a, b]) => {
      const task = pick.loose(a);
      if (task) pick.parent(b).appendChild(task);
    },
  },
  reorder: {
    weight: 2,
    change: ({ pick }, [a, b]) => {
      const task = pick.leaf(a);
      const { children } = task.parent;
      const before = children[Math.floor(b * children.length)];
      if (before !== task) task.parent.insertChild(task, before);
    },
  },
  link: {
    weight: 2,
    change: async ({ pick, dependencyStore, link }, [a, b]) => {
      const [from, to] = [pick.leaf(a), pick.leaf(b)];
      if (await dependencyStore.isValidDependency(from, to)) link(from.id, to.id);
    },
  },
  unlink: {
    weight: 1,
    change: ({ pick, dependencyStore }, [a]) => {
      const dependency = pick.from(dependencyStore.allRecords, a);
      if (dependency) dependencyStore.remove(dependency);
    },
  },
  assign: {
    weight: 2,
    change: ({ pick, assign, assignmentOf, resourceStore }, [a, b, c]) => {
      const [task, resource] = [pick.leaf(a), pick.from(resourceStore.allRecords, b)];
      if (!assignmentOf(task.id, resource.id))
        assign(task.id, resource.id, 10 + Math.floor(c * 9) * 10);
    },
  },
  units: {
    weight: 1,
    change: ({ pick, assignmentStore }, [a, b]) => {
      const assignment = pick.from(assignmentStore.allRecords, a);
      if (assignment) assignment.units = 10 + Math.floor(b * 9) * 10;
    },
  },
  unassign: {
    weight: 1,
    change: ({ pick, assignmentStore }, [a]) => {
      const assignment = pick.from(assignmentStore.allRecords, a);
      if (assignment) assignmentStore.remove(assignment);
    },
  },
};

module.exports = { randomEdits };
