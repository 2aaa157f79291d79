'use strict';

const { ARENAS, HOME } = require('./world');

const DIALECTS = ['commands', 'flat', 'sync'];
/** Bytes of the messages of one bout: most of them are of a size that people send. */
const SIZES = [10_000, 100_000, 1_000_000, 3_900_000];

/**
 * What one shape of hostile changes does.
 *
 * @typedef {object} Attack
 * @property {object[]} [before] changes of another author, which the attacker has not seen
 * @property {object[]} changes one for each revision of the attacker
 */

/**
 * A kind that sends changes of any size to an arena, in all dialects and under all policies in turn.
 *
 * @param {object} shape
 * @param {string} shape.name
 * @param {string[]} [shape.policies] those that it is against
 * @param {string} [shape.stage]
 * @param {number} [shape.most] bytes of a message
 * @param {import('./kinds').Kind['mustBe']} [shape.mustBe]
 * @param {(bytes: number, random: import('../support/random').Random) => Attack[]} shape.attacks one after the other, of
 *   about so many bytes each
 * @returns {import('./kinds').Kind}
 */
function changeKind({
  name,
  policies = ARENAS,
  stage,
  most = Infinity,
  mustBe = ['heard'],
  attacks,
}) {
  const sizes = SIZES.filter((bytes) => bytes <= most);
  return {
    name,
    stage,
    mustBe,
    isHeavy: true,
    async run(bout) {
      // One after the other, from a first one that the seed chooses.
      const turn = bout.index + bout.start;
      const dialect = DIALECTS[turn % DIALECTS.length];
      const policy = policies[Math.floor(turn / DIALECTS.length) % policies.length];
      const bytes = sizes[bout.random.int(sizes.length)];
      // Whoever answers no ping has certainly seen nothing.
      const attacker = await bout.enter(dialect, policy, { autoPong: false });
      const rival = await bout.enter('commands', policy);
      for (const { before = [], changes } of attacks(bytes, bout.random)) {
        rival.isCounted = false;
        for (const text of spell('commands', policy, before)) rival.send(text);
        await bout.done(rival, 'commands');
        // An author of `flat` hears nothing of what it did.
        rival.isCounted = true;
        for (const text of spell(dialect, policy, changes)) attacker.send(text);
        await bout.done(attacker, dialect);
        await bout.done(rival, 'commands');
      }
      attacker.leave();
      rival.leave();
      await bout.clean(policy);
    },
  };
}

let revisions = 0;

/**
 * @param {'commands' | 'flat' | 'sync'} dialect
 * @param {number | string} project
 * @param {object[]} changes one for each revision
 * @returns {string[]} messages: `commands` alone has many revisions in one
 */
function spell(dialect, project, changes) {
  if (changes.length === 0) return [];
  if (dialect === 'commands') {
    const list = changes.map((one) => ({
      revision: `torment-${++revisions}`,
      changes: project === HOME ? withInput(one) : one,
    }));
    return [JSON.stringify({ command: 'project_change', data: { project, revisions: list } })];
  }
  return changes.map((one) =>
    JSON.stringify(
      dialect === 'flat'
        ? { command: 'projectChange', project, changes: one }
        : { type: 'changes', payload: one, revision: ++revisions },
    ),
  );
}

/** What the honest clients of `commands` are to see of it, which is all: they show what the user did, and that alone. */
function withInput(changes) {
  return Object.fromEntries(
    Object.entries(changes).map(([store, change]) => [store, { ...change, $input: change }]),
  );
}

/**
 * @template T
 * @param {number} bytes
 * @param {(index: number) => T} make
 * @returns {T[]} as many as take about so many bytes
 */
function fill(bytes, make) {
  const each = JSON.stringify(make(1000)).length + 1;
  return Array.from({ length: Math.max(1, Math.floor(bytes / each)) }, (_, index) => make(index));
}

module.exports = { changeKind, fill, spell };
