import { ask } from './dialog.js';
import { disputesOf, settle } from './conflicts.js';
import { h } from './dom.js';
import { textsOf } from './texts.js';

/** @typedef {import('./conflicts.js').Conflict} Conflict */
/** @typedef {import('./conflicts.js').Dispute} Dispute */
/** @typedef {'keep_local' | 'accept_server' | 'merge'} Strategy */

/**
 * @typedef {object} Settled
 * @property {Strategy} strategy
 * @property {Record<string, any>} [changes] the changes to send; undefined if nothing is left
 * @property {Conflict} conflict
 */

/**
 * @typedef {object} ConflictOptions
 * @property {(settled: Settled) => void} [onSettled] receives the decision instead of sending it
 * @property {(field: string, store: string) => string} [labelOf] the label of a field
 * @property {(value: any, field: string, store: string) => string} [format] the text of a value
 * @property {HTMLElement} [parent]
 * @property {Partial<import('./texts.js').Texts>} [texts]
 */

/**
 * Opens a dialog for each conflict, one after the other: keep mine, accept theirs, or decide field by field. Fields
 * without a conflict are always sent.
 *
 * @param {import('./live.js').Live} project
 * @param {ConflictOptions} [options]
 * @returns {{destroy: () => void}}
 */
export const conflictDialog = (project, options = {}) => {
  const send = (/** @type {Settled} */ { changes }) => {
    // Where others were first once more, that is a conflict of its own; what else goes wrong is told by the project, too.
    if (changes) project.change?.(changes).catch(() => {});
  };
  const { onSettled = send } = options;
  let isOver = false;
  let last = Promise.resolve();
  /** @type {(() => void) | undefined} */
  let close;

  const end = project.on('conflict', (/** @type {Conflict} */ conflict) => {
    last = last.then(async () => {
      if (isOver) return;
      const question = askAbout(conflict, options);
      ({ close } = question);
      const settled = await question.settled;
      if (!isOver) onSettled(settled);
    });
  });
  return {
    destroy() {
      isOver = true;
      end();
      close?.();
    },
  };
};

/**
 * Opens only the dialog, for conflicts from other sources.
 *
 * @param {Conflict} conflict
 * @param {ConflictOptions} [options]
 * @returns {{settled: Promise<Settled>, close: () => void}}
 */
export const askAbout = (conflict, options = {}) => {
  const texts = textsOf(options);
  const disputes = disputesOf(conflict);
  const canChoose = disputes.some(({ fields }) => fields.length > 0);
  /** @type {Map<string, string>} */
  const picks = new Map();
  const key = (/** @type {Dispute} */ { store, id }, /** @type {string} */ field) =>
    JSON.stringify([store, String(id), field]);
  const draw = (/** @type {Dispute} */ dispute, /** @type {number} */ i) =>
    drawDispute(dispute, i, options, (field, side) => picks.set(key(dispute, field), side));
  const choices = [
    { answer: 'accept_server', text: texts.acceptServer },
    { answer: 'keep_local', text: texts.keepLocal },
    { answer: 'merge', text: texts.merge, kind: 'gsc-primary' },
  ];
  const only = [{ answer: 'accept_server', text: texts.ok, kind: 'gsc-primary' }];
  const question = ask({
    title: texts.conflict,
    content: [
      h('p', { class: 'gsc-soft' }, canChoose && texts.conflictHint),
      h('div', { class: 'gsc-disputes' }, disputes.map(draw)),
    ],
    buttons: canChoose ? choices : only,
    cancel: 'accept_server',
    parent: options.parent,
  });
  const settled = question.answer.then((answer) => {
    const strategy = /** @type {Strategy} */ (answer);
    const choose = (/** @type {Dispute} */ dispute, /** @type {string} */ field) =>
      picks.get(key(dispute, field)) === 'theirs' ? 'theirs' : 'mine';
    return {
      strategy,
      changes: settle(conflict, strategy === 'merge' ? choose : strategy),
      conflict,
    };
  });
  return { settled, close: question.close };
};

/**
 * @param {Dispute} dispute
 * @param {number} number
 * @param {ConflictOptions} options
 * @param {(field: string, side: 'mine' | 'theirs') => void} pick
 */
const drawDispute = (
  { store, name, isGone, isLocked, lockedBy, fields },
  number,
  options,
  pick,
) => {
  const texts = textsOf(options);
  const { labelOf = readable, format = shown } = options;
  const cell = (
    /** @type {{field: string, mine: any, theirs: any}} */ one,
    /** @type {'mine' | 'theirs'} */ side,
  ) =>
    h(
      'label',
      { class: `gsc-choice gsc-${side}` },
      h('input', {
        type: 'radio',
        name: `gsc-${number}-${one.field}`,
        checked: side === 'mine',
        onchange: () => pick(one.field, side),
      }),
      h('span', { class: 'gsc-side' }, texts[side]),
      h('span', { class: 'gsc-value' }, format(one[side], one.field, store) || texts.nothing),
    );
  const why = isLocked ? `${texts.locked(lockedBy ?? texts.somebody)}.` : isGone && texts.gone;
  return h(
    'section',
    { class: 'gsc-dispute' },
    h('h3', {}, name),
    why && h('p', {}, `${why} ${texts.notKept}`),
    fields.map((one) =>
      h(
        'fieldset',
        {},
        h('legend', {}, labelOf(one.field, store)),
        cell(one, 'mine'),
        cell(one, 'theirs'),
      ),
    ),
  );
};

/** `percentDone` is “Percent done”. @param {string} field */
const readable = (field) => {
  const words = field.replace(
    /([a-z])([A-Z])/g,
    (_, end, start) => `${end} ${start.toLowerCase()}`,
  );
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** @param {any} value */
const shown = (value) => {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};
