/**
 * The fields of a shared task: its position among its siblings is part of its data.
 *
 * @template {new (...args: any[]) => any} T
 * @param {T} Target `TaskModel`, or a class made from it
 */
export const LiveTask = (Target) =>
  class extends Target {
    static $name = 'LiveTask';

    static fields = ['parentIndex', 'orderedParentIndex'].map((name) => ({ name, persist: true }));
  };
