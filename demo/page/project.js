import { ProjectModel, TaskModel } from '@bryntum/gantt';
import { LiveProject, LiveTask } from '../client/bryntum/index.js';

export class Task extends LiveTask(TaskModel) {
  static $name = 'Task';
}

export class Project extends LiveProject(ProjectModel) {
  static $name = 'Project';
}

/**
 * An empty project, ready to be connected. `autoSetConstraints` stays off: the constraints that it makes up differ from
 * chart to chart, and the library sends them to nobody as an edit.
 *
 * @param {object} [config]
 */
export const createProject = (config) =>
  new Project({
    taskModelClass: Task,
    taskStore: {
      // Siblings stand where the data says, whatever order they came in.
      sorters: [{ field: 'wbsValue', ascending: true }],
      useOrderedTreeForWbs: true,
    },
    stm: { revisionsEnabled: true },
    ...config,
  });
