'use strict';

const fs = require('node:fs');
const path = require('node:path');

const BEGIN = '<!-- Written by `npm run bench -- --only storage`. -->';
const END = '<!-- As far as here. -->';

/**
 * Puts what was measured of the storage into docs/reliability.md.
 *
 * @param {Record<string, any>} results by part, see run.js
 * @param {string} folder
 */
function writeStorageReport({ storage }, folder) {
  if (!storage) return;
  const file = path.join(folder, 'reliability.md');
  const [before, rest] = fs.readFileSync(file, 'utf8').split(BEGIN);
  const [, after] = rest.split(END);
  fs.writeFileSync(file, [before, BEGIN, figures(storage), END, after].join(''));
}

/** @param {Record<string, any>} results of the part */
function figures(results) {
  const makers = { durable, latency, memory, recovery, sizes, blame, past };
  // What was not measured is left out.
  const rows = Object.entries(makers).flatMap(([part, make]) =>
    results[part] ? make(results) : [],
  );
  const lines = rows.map(
    ({ what, measured, target, isReached }) =>
      `| ${what} | ${measured} | ${target} | ${isReached ? 'yes' : '**no**'} |`,
  );
  const head = ['| what | measured | wanted | reached |', '|---|---|---|---|'];
  return `\n\n${[...head, ...lines].join('\n')}\n\n`;
}

function durable({ durable: results }) {
  return Object.entries(results).map(([inFlight, { ours, bare, revisions, ratio }]) => ({
    what: `durable updates a second, ${inFlight} in flight`,
    measured:
      `${round(ours)}, of a bare loop that inserts the same bytes in the same commits ${round(bare)}: ` +
      `${round(ratio)} ×; ${round(revisions)} in a commit`,
    target: 'at least 0.8 ×',
    isReached: ratio >= 0.8,
  }));
}

function latency({ latency: { people, rate, kept, memory: without, commit } }) {
  return {
    what: `p99 of a change, ${people} people who edit, ${rate} changes a second`,
    measured: `${round(kept)} ms, in memory ${round(without)} ms, of a commit ${round(commit)} ms`,
    target: 'at most 2 commits more than in memory',
    isReached: kept <= without + 2 * commit,
  };
}

function memory({ memory: { update, nanoseconds } }) {
  const ratio = 1 + Math.max(0, nanoseconds) / 1000 / update;
  return {
    what: 'a change in memory, for what is there for files',
    measured: `${round(nanoseconds)} ns of ${round(update)} µs: ${ratio.toFixed(4)} ×`,
    target: 'at most 1.02 ×',
    isReached: ratio <= 1.02,
  };
}

function recovery({ recovery: { tasks, revisions, ours, load } }) {
  return {
    what: `start with ${count(tasks)} tasks and ${count(revisions)} revisions behind the snapshot`,
    measured: `${round(ours)} ms of CPU, from a data file ${round(load)} ms: ${round(ours / load)} ×`,
    target: 'at most 1.5 ×',
    isReached: ours <= 1.5 * load,
  };
}

function sizes({ sizes: results }) {
  return Object.values(results).map(({ bytes, text }) => ({
    what: `bytes of the file for a revision of ${round(text)} bytes`,
    measured: `${round(bytes)}: ${round(bytes / text)} ×`,
    target: 'at most 1.3 ×',
    isReached: bytes <= 1.3 * text,
  }));
}

function blame({ blame: { revisions, milliseconds } }) {
  return {
    what: `who wrote a field of a record, in a log of ${count(revisions)} revisions`,
    measured: `at most ${round(milliseconds)} ms of CPU`,
    target: 'under 50 ms',
    isReached: milliseconds < 50,
  };
}

function past({ past: { tasks, revisions, milliseconds } }) {
  return {
    what: `the dataset of ${count(tasks)} tasks as of any of ${count(revisions)} revisions`,
    measured: `at most ${round(milliseconds)} ms of CPU`,
    target: 'under 1 s',
    isReached: milliseconds < 1000,
  };
}

function count(number) {
  return number.toLocaleString('en');
}

function round(value) {
  if (value >= 100) return count(Math.round(value));
  return Number(value.toPrecision(3)).toString();
}

module.exports = { writeStorageReport };
