/**
 * What a task must have to be shared: its place among its siblings is part of its data, and its dates are written
 * without a time zone, so that a day is the same day for everyone.
 *
 * @template {new (...args: any[]) => any} T
 * @param {T} Target `TaskModel`, or a class made from it
 */
export const LiveTask = (Target) =>
  class extends Target {
    static $name = 'LiveTask';

    static fields = [
      { name: 'parentIndex', persist: true },
      { name: 'orderedParentIndex', persist: true },
      ...['startDate', 'endDate', 'constraintDate', 'deadlineDate'].map((name) => ({
        name,
        format: 'YYYY-MM-DDTHH:mm:ss',
      })),
    ];
  };
