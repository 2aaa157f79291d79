'use strict';

// Plots as SVG text, with a background of their own so that they can be read on light and dark pages.

const WIDTH = 720;
const HEIGHT = 360;
const PLOT = { left: 76, right: 20, top: 52, bottom: 52 };
const COLORS = { ours: '#0b63ce', relay: '#7a7f87', plain: '#d9730d' };
const OTHER_COLORS = ['#0b63ce', '#d9730d', '#2e8540', '#7a7f87', '#8a3ffc'];

/**
 * Both axes are logarithmic.
 *
 * @param {object} chart
 * @param {string} chart.title
 * @param {string} chart.xLabel
 * @param {string} chart.yLabel
 * @param {{name: string, points: [number, number][]}[]} chart.series
 * @returns {string}
 */
function lineChart({ title, xLabel, yLabel, series }) {
  const points = series.flatMap((one) => one.points);
  const x = logScale(
    points.map(([value]) => value),
    PLOT.left,
    WIDTH - PLOT.right,
  );
  const y = logScale(
    points.map(([, value]) => value),
    HEIGHT - PLOT.bottom,
    PLOT.top,
  );
  const parts = [...axes(x, y, xLabel, yLabel)];
  for (const [index, { name, points: own }] of series.entries()) {
    const color = COLORS[name] ?? OTHER_COLORS[index % OTHER_COLORS.length];
    const line = own.map(([a, b]) => `${round(x.at(a))},${round(y.at(b))}`).join(' ');
    parts.push(`<polyline points="${line}" fill="none" stroke="${color}" stroke-width="2"/>`);
    for (const [a, b] of own) {
      parts.push(`<circle cx="${round(x.at(a))}" cy="${round(y.at(b))}" r="3.5" fill="${color}"/>`);
    }
  }
  parts.push(...legend(series.map(({ name }) => name)));
  return page(title, parts);
}

/**
 * @param {{title: string, yLabel: string, groups: {label: string, values: Record<string, number>}[]}} chart
 * @returns {string}
 */
function barChart({ title, yLabel, groups }) {
  const names = Object.keys(groups[0].values);
  const values = groups.flatMap((group) => Object.values(group.values));
  const y = logScale([1, ...values], HEIGHT - PLOT.bottom, PLOT.top);
  const parts = [...gridOf(y, yLabel)];
  const room = (WIDTH - PLOT.left - PLOT.right) / groups.length;
  const width = (room * 0.8) / names.length;
  for (const [index, { label, values: own }] of groups.entries()) {
    const begin = PLOT.left + room * index + room * 0.1;
    for (const [place, name] of names.entries()) {
      if (own[name] === undefined) continue;
      const top = y.at(own[name]);
      const left = round(begin + place * width);
      const height = round(HEIGHT - PLOT.bottom - top);
      parts.push(
        `<rect x="${left}" y="${round(top)}" width="${round(width - 2)}" height="${height}" ` +
          `fill="${COLORS[name]}"/>`,
        text(left + width / 2, top - 4, short(own[name]), 'middle', 10),
      );
    }
    const middle = begin + room * 0.4;
    for (const [row, words] of label.split('\n').entries()) {
      parts.push(text(middle, HEIGHT - PLOT.bottom + 16 + row * 13, words, 'middle', 11));
    }
  }
  parts.push(...legend(names));
  return page(title, parts);
}

/** A scale of powers of ten, of which only what the values need is shown. */
function logScale(values, from, to) {
  const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => Math.log10(value));
  const [least, most] = [low - 0.05 * (high - low || 1), high + 0.1 * (high - low || 1)];
  const at = (value) => from + ((Math.log10(value) - least) / (most - least)) * (to - from);
  const ticks = [];
  for (let power = Math.floor(least); power <= most; power++) {
    for (const digit of most - least > 2.5 ? [1] : [1, 2, 5]) {
      const value = digit * 10 ** power;
      if (Math.log10(value) >= least && Math.log10(value) <= most) ticks.push(value);
    }
  }
  return { at, ticks };
}

function axes(x, y, xLabel, yLabel) {
  const bottom = HEIGHT - PLOT.bottom;
  return [
    ...gridOf(y, yLabel),
    ...x.ticks.flatMap((value) => {
      const at = round(x.at(value));
      return [
        `<line x1="${at}" y1="${PLOT.top}" x2="${at}" y2="${bottom}" stroke="#eeeeee"/>`,
        text(at, bottom + 16, short(value), 'middle', 11),
      ];
    }),
    text((PLOT.left + WIDTH - PLOT.right) / 2, HEIGHT - 14, xLabel, 'middle', 12),
  ];
}

function gridOf(y, label) {
  const lines = y.ticks.flatMap((value) => {
    const at = round(y.at(value));
    return [
      `<line x1="${PLOT.left}" y1="${at}" x2="${WIDTH - PLOT.right}" y2="${at}" stroke="#dddddd"/>`,
      text(PLOT.left - 6, at + 4, short(value), 'end', 11),
    ];
  });
  return [...lines, text(12, PLOT.top - 12, label, 'start', 12)];
}

function legend(names) {
  return names.flatMap((name, index) => {
    const left = WIDTH - PLOT.right - 92 * (names.length - index) - 30;
    const color = COLORS[name] ?? OTHER_COLORS[index % OTHER_COLORS.length];
    return [
      `<rect x="${left}" y="30" width="12" height="12" fill="${color}"/>`,
      text(left + 17, 40, name, 'start', 12),
    ];
  });
}

function page(title, parts) {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" ` +
      `viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" role="img">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(12, 20, title, 'start', 14),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function text(x, y, words, anchor, size) {
  const at = `x="${round(x)}" y="${round(y)}"`;
  return `<text ${at} text-anchor="${anchor}" font-size="${size}" fill="#222222">${words}</text>`;
}

function round(value) {
  return Math.round(value * 10) / 10;
}

function short(value) {
  if (value >= 1000) return `${Number((value / 1000).toPrecision(3)).toLocaleString('en')}k`;
  return String(Number(value.toPrecision(3)));
}

module.exports = { barChart, lineChart };
