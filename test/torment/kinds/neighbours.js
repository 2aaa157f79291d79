'use strict';

const { DraftRevision } = require('../../support/draft-revision');
const { encodeJson } = require('../../support/encode-json');
const { HistoryNames } = require('../../support/history-names');
const { HostileActs } = require('../../support/hostile-acts');
const { ProjectModel } = require('../../support/project-model');
const { HOME } = require('../world');

const MESSAGES = 30;

/** Somebody at the project of the honest ones who edits what is gone, moves in circles, and lies under old names. */
module.exports = {
  name: 'hostile neighbours',
  mustBe: ['answered'],
  async run(bout) {
    const { random } = bout;
    const attacker = await bout.enter('commands', HOME);
    const world = { model: undefined, removed: new Map() };
    attacker.socket.on('message', (data) => follow(world, JSON.parse(data.toString())));
    attacker.send({ command: 'dataset', data: { project: HOME } });
    await bout.until(attacker, /^\{"command":"dataset"/);

    const author = `${bout.index}`;
    const acts = new HostileActs(random, new HistoryNames(random, world), world);
    let marks = 0;
    for (let i = 0; i < MESSAGES; i++) {
      const draft = new DraftRevision(() => `neighbour ${author}.${++marks}`);
      for (let count = random.int(4); count >= 0; count--) acts.any(draft, author);
      const revision = { revision: `${author}.${i}`, changes: draft.toChanges(random, 'full') };
      const data = { project: HOME, revisions: [revision] };
      attacker.send(encodeJson({ command: 'project_change', data }, random));
      if (random.chance(0.5)) await bout.done(attacker, 'commands');
      await bout.pause(10);
    }
    await bout.done(attacker, 'commands');
  },
};

/** What it has to know of the project to be a nuisance, by the plain rules. */
function follow(world, { command, data }) {
  if (command === 'dataset') {
    world.model = new ProjectModel(data.dataset);
    world.model.onRemove = (store, { fields }) => {
      const list = world.removed.get(store) ?? [];
      world.removed.set(store, [...list.slice(-50), { id: fields.id, fields, model: world.model }]);
    };
  }
  // A refusal has no data; what comes before the dataset is in it.
  if (command === 'project_change')
    for (const { changes } of data?.revisions ?? []) world.model?.apply(changes);
}
