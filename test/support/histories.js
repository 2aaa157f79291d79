'use strict';

const { DraftRevision } = require('./draft-revision');
const { encodeJson } = require('./encode-json');
const { HistoryNames } = require('./history-names');
const { HostileActs } = require('./hostile-acts');
const { startData } = require('./start-data');
const { TidyActs } = require('./tidy-acts');

/** Revisions that must be refused, with everything else in their message. */
const BAD_REVISIONS = [
  { code: 'ERR_INVALID_CHANGES', revision: 'local-0', changes: { tasks: 5 } },
  { code: 'ERR_INVALID_CHANGES', revision: 'local-0', changes: { tasks: { added: {} } } },
  { code: 'ERR_INVALID_CHANGES', revision: 'local-0', changes: { tasks: { removed: [3] } } },
  {
    code: 'ERR_INVALID_CHANGES',
    revision: 'local-0',
    changes: { tasks: { added: [{ $PhantomId: 'x', children: [{ id: 'y' }] }] } },
  },
  { code: 'ERR_INVALID_ID', revision: 'local-0', changes: { tasks: { updated: [{ id: {} }] } } },
  { code: 'ERR_INVALID_REVISION', changes: {} },
];

/**
 * One step of a history.
 *
 * @typedef {object} Step
 * @property {string} author
 * @property {string} text what is sent; empty: the project is reset
 * @property {any[]} [revisions] the revisions in it, when it has to be accepted
 * @property {string} [code] the code with which it has to be refused
 */

/**
 * Writes a history: the data that a project starts with, then one message of some author after
 * another. The same seed and the same answers of the server give the same history.
 */
class HistoryWriter {
  /**
   * @param {import('./random').Random} random
   * @param {{ model: any, removed: Map<string, any[]> }} world see HistoryNames
   */
  constructor(random, world) {
    this.random = random;
    this.isTidy = random.chance(0.15);
    this.idFormat = random.weighted([
      [60, 'prefixed'],
      [20, 'number'],
      [20, 'uuid'],
    ]);
    /** @type {import('./draft-revision').InputMode} */
    this.inputMode = random.weighted([
      [45, 'full'],
      [20, 'partial'],
      [20, 'missing'],
      [15, 'lying'],
    ]);
    // A record sent again is an update; `$input` without it would hide a move from the others.
    this.mayResend = !this.isTidy && this.inputMode !== 'partial';
    this.startText = startData(random, { contiguous: this.isTidy });
    this.authors = Array.from({ length: 1 + random.int(4) }, (_, i) => ({
      id: `client-${i}`,
      revisions: 0,
      numbersOnly: random.chance(0.2),
      /** @type {Step[]} */
      sent: [],
    }));
    const names = new HistoryNames(random, world);
    this.acts = this.isTidy
      ? new TidyActs(random, names, world)
      : new HostileActs(random, names, world);
    this.marks = 0;
  }

  /** @returns {Step} */
  next() {
    const { random } = this;
    const author = random.pick(this.authors);
    if (random.chance(0.006)) return { author: '', text: '' };
    if (random.chance(0.02)) return this.#badMessage(author);
    if (this.mayResend && author.sent.length && random.chance(0.03))
      return random.pick(author.sent);
    const step = this.#message(author);
    author.sent.push(step);
    return step;
  }

  #message(author) {
    const { random } = this;
    const count = this.isTidy || random.chance(0.7) ? 1 : 2 + random.int(3);
    const revisions = Array.from({ length: count }, () => this.#revision(author));
    return { author: author.id, revisions, text: this.#encode(author, revisions) };
  }

  #badMessage(author) {
    const { code, ...bad } = this.random.pick(BAD_REVISIONS);
    const revisions = [this.#revision(author), bad];
    author.revisions--;
    const text = this.#encode(author, revisions);
    if (this.random.chance(0.8)) return { author: author.id, text, code };
    return { author: author.id, text: text.slice(0, -1), code: 'ERR_INVALID_JSON' };
  }

  #revision(author) {
    const { random } = this;
    const number = ++author.revisions;
    const revision = { revision: author.numbersOnly ? number : `local-${number}` };
    if (random.chance(0.5)) revision.clientId = author.id;
    const draft = new DraftRevision(() => `m${++this.marks}`);
    const acts = this.isTidy ? 1 : random.pick([0, 1, 1, 1, 2, 3, 4]);
    for (let i = 0; i < acts; i++) this.acts.any(draft, author.id);
    if (this.inputMode === 'lying' && !this.isTidy) this.acts.lie(draft, author.id);
    revision.changes = draft.toChanges(random, this.inputMode);
    if (random.chance(0.05)) revision.conflictResolutionFor = random.pick(['server-1', null]);
    return revision;
  }

  #encode(author, revisions) {
    const data = { project: 1, revisions };
    if (this.random.chance(0.5)) data.client = author.id;
    return encodeJson({ command: 'project_change', data }, this.random);
  }
}

module.exports = { HistoryWriter };
