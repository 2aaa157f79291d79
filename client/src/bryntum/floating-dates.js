// The format of the library without the time zone.
const FLOATING = 'YYYY-MM-DDTHH:mm:ss';

// Fields with a moment, which keep their time zone.
const MOMENTS = ['savedAt', 'occurredAt'];

/**
 * Makes the library write dates without a time zone, so that a day is the same day for all users: dates of tasks,
 * segments, baselines, calendars, rates, the project, and an application's own models. Otherwise midnight in New York
 * would be six in the morning in Berlin, and Berlin would calculate and send another plan.
 *
 * This applies to all date fields of the page, except those with their own `format`.
 *
 * @param {any} project
 */
export const floatDates = ({ taskStore, crudStores }) => {
  let field = taskStore.modelClass?.fieldMap?.startDate;
  // The prototype of all date fields, found through the base classes of this model.
  while (field && !Object.hasOwn(field, 'serialize')) field = Object.getPrototypeOf(field);
  if (field) field.format = FLOATING;
  for (const { store } of crudStores)
    for (const name of MOMENTS) {
      const moment = store?.modelClass?.fieldMap[name];
      if (moment?.format === FLOATING) moment.format += 'Z';
    }
};
