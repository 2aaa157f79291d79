'use strict';

const MOST_SHOWN = 30;

/**
 * @param {import('./stage').Report} report
 * @returns {string} for people
 */
function summary({ trips, tallies, blame, lines, failures }) {
  const parts = [...lines.map((line) => `  ${line}`)];
  parts.push(
    table(
      ['honest, ms', 'count', 'p50', 'p99', 'most', 'p99 on the wall'],
      trips.map(({ what, count, p50, p99, most, wall }) => [
        what,
        count,
        ...[p50, p99, most, wall].map(short),
      ]),
    ),
    table(
      ['hostile', 'bouts', 'sent', 'answered', 'refused', 'closed', ''],
      Object.entries(tallies).map(([name, tally]) => {
        const { bouts, sent, answered, refused, closed, codes } = tally;
        return [name, bouts, sent, answered, refused, closed, shortCodes(codes)];
      }),
    ),
  );
  if (blame.length > 0) {
    const kinds = blame.map(([kind, count]) => `${kind} ${count}`).join(', ');
    parts.push(`  at work during long waits: ${kinds}`);
  }
  parts.push(...failureLines(failures));
  return parts.join('\n');
}

/** One line for those that differ in names and numbers alone. */
function failureLines(failures) {
  const groups = new Map();
  for (const failure of failures) {
    const key = failure.replace(/client-[\w-]+|\d+/g, '#');
    groups.set(key, [...(groups.get(key) ?? []), failure]);
  }
  const lines = [...groups.values()].map(([first, ...others]) => {
    return `  FAILED: ${first}${others.length > 0 ? ` (and ${others.length} more like it)` : ''}`;
  });
  const left = lines.length - MOST_SHOWN;
  return left > 0 ? [...lines.slice(0, MOST_SHOWN), `  FAILED: and ${left} other ways`] : lines;
}

function short(milliseconds) {
  return milliseconds.toFixed(milliseconds < 10 ? 1 : 0);
}

function shortCodes(codes) {
  return Object.entries(codes)
    .map(([code, count]) => `${code.replace(/^ERR_/, '')} ${count}`)
    .join(', ');
}

/** @param {string[]} head @param {(string | number)[][]} rows @returns {string} numbers to the right */
function table(head, rows) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const isNumber = (column) => column > 0 && head[column] !== '';
  const line = (row) =>
    row.map((cell, i) => (isNumber(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i])));
  return all.map((row) => `  ${line(row).join('  ').trimEnd()}`).join('\n');
}

module.exports = { summary };
