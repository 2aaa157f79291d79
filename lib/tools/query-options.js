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
    ...(revision === undefined ? {} : { revision: numberOf(revision) }),
    ...(time === undefined ? {} : { time }),
  };
}

/**
 * @param {string} revision a number, or the name of a revision in messages: `server-<number>`
 * @returns {any} a number; what is none stays as it is, for the error
 */
function numberOf(revision) {
  const number = Number(revision.replace(/^server-/, ''));
  return Number.isNaN(number) ? revision : number;
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
  const given = Object.keys(QUERY).flatMap((name) => {
    const value = values[name];
    if (value === undefined) return [];
    return [[name, name === 'from' || name === 'to' ? numberOf(value) : value]];
  });
  return Object.fromEntries(given);
}

module.exports = { AT, QUERY, readAt, readQueryOptions };
