'use strict';

/** @typedef {import('./tool').ToolOption} ToolOption */
/** @typedef {import('./tool').Values} Values */

/** @type {Record<string, ToolOption>} */
const AT = {
  revision: { value: 'N', help: 'as it was behind that revision' },
  time: { value: 'TIME', help: 'as it was then, such as 2026-03-02T08:00Z' },
};

/**
 * @param {Values} values
 * @returns {import('../storage/history-query').At}
 */
function readAt({ revision, time }) {
  return {
    ...(revision === undefined ? {} : { revision: Number(revision.replace(/^server-/, '')) }),
    ...(time === undefined ? {} : { time }),
  };
}

/** @type {Record<string, ToolOption>} */
const QUERY = {
  from: { value: 'N', help: 'from that revision on' },
  to: { value: 'N', help: 'up to that revision' },
  since: { value: 'TIME', help: 'from that time on' },
  until: { value: 'TIME', help: 'up to that time' },
  user: { value: 'NAME', help: 'those of that user' },
  store: { value: 'NAME', help: 'those that touch that store, such as tasks' },
  record: { value: 'ID', help: 'what was written into that record, of tasks or of the store' },
  field: { value: 'NAME', help: 'those that write that field' },
  limit: { value: 'N', help: 'so many of the newest (default: 100)' },
};

/**
 * @param {Values} values
 * @returns {import('../storage/history-query').HistoryQuery}
 */
function readQueryOptions(values) {
  const given = Object.keys(QUERY).filter((name) => values[name] !== undefined);
  return Object.fromEntries(
    given.map((name) => [
      name,
      name === 'from' || name === 'to' ? Number(values[name]) : values[name],
    ]),
  );
}

module.exports = { AT, QUERY, readAt, readQueryOptions };
