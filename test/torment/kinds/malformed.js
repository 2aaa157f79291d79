'use strict';

const { spell } = require('../change-kind');
const { oddValue } = require('../../support/odd-values');
const { ARENAS } = require('../world');

const BAD_CHANGES = [
  { tasks: 5 },
  { tasks: { added: {} } },
  { tasks: { removed: [3] } },
  { tasks: { added: [{ $PhantomId: 'x', children: [{ id: 'y' }] }] } },
  { tasks: { updated: [{ id: {} }] } },
  { tasks: { added: [{ id: 'x'.repeat(2000) }] } },
  { ['s'.repeat(2000)]: { added: [] } },
];
const BAD_TEXTS = [
  '',
  ' ',
  'hello',
  '[]',
  'null',
  '1e400',
  '{"command":1}',
  '{"command":"\\ud800"}',
  '{"command":"version"}}',
  '{"command":"login","command":"login"}',
  `{"command":"version","data":${'['.repeat(70)}${']'.repeat(70)}}`,
  '{"command":"version","data":{"n":1e400}}',
  '{"command":"version","data":{"a":1,}}',
  `{"command":"project_change","data":{"project":1,"revisions":[{"revision":1,"changes":${'{"a":'.repeat(80)}1${'}'.repeat(80)}}]}}`,
  '{"command":"project_change","data":{"project":1,"project":2,"revisions":[]}}',
  '{"command":"project_change","data":{"project":1,"revisions":[{"revision":1,"changes":{"tasks":{"updated":[{"id":1,"id":2}]}}}]}}',
  '{"type":"changes","payload":{"tasks":{"updated":[{"id":1,"baseRevision":-1,"changes":5}]}},"revision":{}}',
  '{"type":"request_delta","payload":{"lastRevision":1e400}}',
  '{"type":"heartbeat","payload":{"activeTask":{"a":[]}}}',
];
const COMMANDS = ['login', 'hello', 'projects', 'dataset', 'project_change', 'projectChange'];
const MORE_COMMANDS = ['users', 'load_version_content', 'requestVersionAutoSave', 'join', 'error'];
const TYPES = ['changes', 'request_sync', 'request_delta', 'selection', 'heartbeat', 'init', 'ack'];

/** Text that is no JSON, JSON that is no message, and messages that say nothing that one can do. */
module.exports = {
  name: 'malformed messages',
  mustBe: ['refused'],
  async run(bout) {
    const { random } = bout;
    const dialect = random.pick(['commands', 'flat', 'sync']);
    // What is cut may still be a change, of a field that no honest client of `commands` is shown.
    const project = random.pick(ARENAS);
    const attacker = await bout.enter(dialect, project);
    for (let i = 0; i < 150; i++) {
      attacker.send(
        random.weighted([
          [3, () => random.pick(BAD_TEXTS)],
          [2, () => spell(dialect, project, [random.pick(BAD_CHANGES)])[0]],
          [3, () => JSON.stringify(oddMessage(random))],
          [2, () => cut(random, spell(dialect, project, [{ project: { note: 'cut' } }])[0])],
        ])(),
      );
    }
    await bout.done(attacker, dialect);
  },
};

function oddMessage(random) {
  const odd = () => oddValue(random, () => '_generatedTaskModel_none');
  const command = random.pick([...COMMANDS, ...MORE_COMMANDS]);
  const name = random.chance(0.5) ? { type: random.pick(TYPES) } : { command };
  const fields = { data: odd(), payload: odd(), project: odd(), login: odd(), revision: odd() };
  const kept = Object.entries(fields).filter(() => random.chance(0.4));
  return { ...name, ...Object.fromEntries(kept) };
}

/** A message with a piece missing, or with one byte that is another. */
function cut(random, text) {
  const at = random.int(text.length);
  const rest = text.slice(at + 1);
  return text.slice(0, at) + random.pick(['', '"', '\\', '{', '\u0000', 'é', rest]) + rest;
}
