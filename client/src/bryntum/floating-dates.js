// As the library's own format, without the zone at its end.
const FLOATING = 'YYYY-MM-DDTHH:mm:ss';

// When something happened is the same moment for everybody, whatever their clocks say.
const MOMENTS = ['savedAt', 'occurredAt'];

/**
 * Has the library write dates without a time zone, so that a day of the plan is the same day for everyone: dates of tasks,
 * segments, baselines, calendars, rates, the project, and of an application's own models. Otherwise New York's midnight is
 * six in the morning in Berlin, and Berlin plans, and sends, another plan.
 *
 * All date fields of the page share this, but those that say a `format` of their own.
 *
 * @param {any} project
 */
export const floatDates = ({ taskStore, crudStores }) => {
  let field = taskStore.modelClass?.fieldMap?.startDate;
  // What all date fields are made from; between them are those of the models that this one is made from.
  while (field && !Object.hasOwn(field, 'serialize')) field = Object.getPrototypeOf(field);
  if (field) field.format = FLOATING;
  for (const { store } of crudStores)
    for (const name of MOMENTS) {
      const moment = store?.modelClass?.fieldMap[name];
      if (moment?.format === FLOATING) moment.format += 'Z';
    }
};
