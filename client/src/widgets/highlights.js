import { followPeople } from './places.js';
import { textsOf } from './texts.js';

/** @typedef {import('./live.js').Live} Live */

let count = 0;

const LOCK =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='none' stroke='%23fff' stroke-width='2'%3E%3Cpath d='M5 7V5a3 3 0 0 1 6 0v2M4 8h8v4H4zv2h8'/%3E%3C/svg%3E";

/**
 * Marks in a chart or any list the positions, edits and locks of others.
 *
 * It writes a style sheet with selectors for the ids of records, and touches no element, so the marks stay correct when
 * the chart redraws, scrolls or reuses rows.
 *
 * @param {Live} project
 * @param {HTMLElement} container that holds the chart or the list
 * @param {object} [options]
 * @param {(type: string, id: string) => {bars?: string, rows?: string}} [options.select] selectors of what shows a record; by default
 *   those of Bryntum's Gantt, Scheduler and Calendar, and `data-id` for elements of one's own. `id` is ready to stand between quotes
 * @param {Partial<import('./texts.js').Texts>} [options.texts]
 */
export const highlights = (project, container, options = {}) => {
  const { select = usual } = options;
  const texts = textsOf(options);
  const scope = `gsc-${++count}`;
  const sheet = new CSSStyleSheet();
  /** @type {import('./places.js').Person[]} */
  let people = [];

  const write = () => {
    /** @type {Map<string, Mark>} */
    const marks = new Map();
    const mark = (/** @type {Mark} */ one) => {
      const key = JSON.stringify([one.type, String(one.id)]);
      const known = marks.get(key);
      const isStronger = !known || RANK[one.kind] > RANK[known.kind];
      const names = [...new Set([...(known?.names ?? []), ...one.names])];
      marks.set(key, { ...(isStronger ? one : known), names });
    };
    for (const { isMe, at, name, color } of people) {
      if (isMe || !at) continue;
      mark({ ...at, kind: at.isEditing ? 'editing' : 'viewing', names: [name], color });
    }
    for (const { recordType: type = 'tasks', recordId: id, clientId, userName } of locksOf(
      project,
    )) {
      const who = people.find((person) => person.clientId === clientId);
      if (clientId === project.clientId) continue;
      const names = [userName ?? who?.name ?? texts.somebody];
      mark({ type, id, kind: 'locked', names, color: who?.color ?? '#5c6878' });
    }
    sheet.replaceSync(
      [...marks.values()].map((one) => rulesOf(one, `[data-${scope}]`, select, texts)).join('\n'),
    );
  };
  container.setAttribute(`data-${scope}`, '');
  document.adoptedStyleSheets.push(sheet);
  const ends = [
    followPeople(project, (now) => {
      people = now;
      write();
    }),
    project.on('locks', write),
  ];
  return {
    destroy() {
      for (const end of ends.splice(0)) end();
      container.removeAttribute(`data-${scope}`);
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    },
  };
};

/**
 * @typedef {object} Mark
 * @property {string} type
 * @property {string | number} id
 * @property {'viewing' | 'editing' | 'locked'} kind
 * @property {string[]} names
 * @property {string} color
 */

const RANK = { viewing: 0, editing: 1, locked: 2 };

/** @param {Live} project */
export const locksOf = (project) => (project.state === 'connected' && project.locks) || [];

/** @param {string} _type @param {string} id */
const usual = (_type, id) => ({
  bars: `:is([data-task-id="${id}"],[data-event-id="${id}"])`,
  rows: `[data-id="${id}"]`,
});

/** @param {string} text @returns {string} escaped for quotes in a style sheet */
const quoted = (text) =>
  text.replace(
    /[^\p{L}\p{N} ]/gu,
    (sign) => `\\${/** @type {number} */ (sign.codePointAt(0)).toString(16)} `,
  );

/**
 * @param {Mark} mark
 * @param {string} scope
 * @param {(type: string, id: string) => {bars?: string, rows?: string}} select
 * @param {import('./texts.js').Texts} texts
 */
const rulesOf = ({ type, id, kind, names, color }, scope, select, texts) => {
  const { bars, rows } = select(type, quoted(String(id)));
  const who = names.slice(0, 3).join(', ') + (names.length > 3 ? ' …' : '');
  const said = { viewing: who, editing: texts.isEditing(who), locked: texts.locked(who) }[kind];
  const isLocked = kind === 'locked';
  const tag = (/** @type {string} */ text) =>
    `content:"${quoted(text)}";position:absolute;z-index:9;background:${color};color:#fff;` +
    `font:600 10px/16px system-ui,sans-serif;padding:0 6px;border-radius:8px;white-space:nowrap;pointer-events:none;` +
    (isLocked
      ? `padding-inline-start:18px;background:${color} url("${LOCK}") 4px/11px no-repeat;`
      : '');
  const outline = `outline:2px ${kind === 'viewing' ? 'dashed' : 'solid'} ${color};outline-offset:1px;`;
  const strip = `box-shadow:inset 4px 0 ${color};`;
  const tint = `background-image:linear-gradient(color-mix(in srgb,${color} ${kind === 'viewing' ? 10 : 18}%,transparent) 0 0);`;
  const row = `${scope} ${rows}:not(.b-grid-row)`;
  // A chart draws each row twice, and its cells cover it. There is little room in them.
  const cell = `${scope} .b-grid-row${rows}>:first-child:not(.b-time-axis-cell)`;
  const place = 'inset-block-start:calc(50% - 8px);inset-inline-end:6px;';
  return [
    bars &&
      `${scope} ${bars}{${outline}border-radius:3px;${isLocked ? 'cursor:not-allowed;' : ''}}`,
    bars &&
      `${scope} ${bars}::after{${tag(said)}inset-block-end:calc(100% - 5px);inset-inline-end:-4px;}`,
    rows && `${row}{position:relative;${tint}${strip}}${row}::after{${tag(said)}${place}}`,
    rows && `${cell}{${tint}${strip}}${cell}::after{${tag(who)}${place}}`,
  ]
    .filter(Boolean)
    .join('\n');
};
