'use strict';

/*
 * Edits for the soak, each from three numbers that a seeded generator gives, and the turn. They run in
 * the page: a number picks a record by its share of the list, so that it means something whatever is there.
 *
 * Any chart edits any task, but the places below one parent are changed by one chart alone until all
 * are at rest: then it is another turn, and another chart's parent. And what goes between others, `calm`
 * edits, one chart does while the others are at rest. For the library takes back its own user's edit when
 * another's comes first, and redoes it by the index that it had, while the others apply it by the index
 * that it says: so the charts can end in different orders, though all were told the same in the same
 * order (seen with two bursts of reorders and inserts, whoever's they were). What users can do below
 * one parent at once is in together.test.js.
 *
 * One child of each parent stays where it is. A parent that loses its last child keeps, as its own,
 * what each chart had last calculated for it, and the library tells nobody what that was.
 */

/** @type {Record<string, { weight: number, calm?: boolean, change: (hands: any, numbers: number[]) => any }>} */
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
    change: ({ pick }, [a, b, , turn]) =>
      void pick
        .ownParent(a, turn)
        .appendChild({ name: `New ${Math.floor(b * 1000)}`, duration: 2 }),
  },
  insert: {
    weight: 2,
    calm: true,
    change: ({ pick }, [a, b, , turn]) => {
      const before = pick.ownLeaf(a, turn);
      before?.parent.insertChild({ name: `Between ${Math.floor(b * 1000)}`, duration: 1 }, before);
    },
  },
  remove: { weight: 2, change: ({ pick }, [a, , , turn]) => void pick.ownLoose(a, turn)?.remove() },
  move: {
    weight: 2,
    change: ({ pick }, [a, b, , turn]) => {
      const task = pick.ownLoose(a, turn);
      if (task) pick.ownParent(b, turn).appendChild(task);
    },
  },
  reorder: {
    weight: 2,
    calm: true,
    change: ({ pick }, [a, b, , turn]) => {
      const task = pick.ownLeaf(a, turn);
      if (!task) return;
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
