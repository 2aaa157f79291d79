'use strict';

const { frame } = require('./support/raw-client');
const { addMessage, datasetRequest, updateMessage } = require('./support/workload');

/**
 * One thing that clients do, over sockets, to each of the servers.
 *
 * @typedef {object} Scenario
 * @property {string} id
 * @property {string} title
 * @property {Omit<import('./support/servers').ServerPlan, 'kind'>} plan
 * @property {number} [clients] that follow the project; default 1
 * @property {number} [authors] of them that send in turn; default 1
 * @property {number} [inFlight] changes that are unanswered at a time; default 1
 * @property {boolean} [sleeps] the client, until it is answered
 * @property {number} operations of a round
 * @property {(number: number) => Buffer[]} messages of one operation
 * @property {boolean} [perDelivery] the cost is that of one delivered message
 * @property {string} [group] scenarios of one group use the same servers
 * @property {string[]} [kinds]
 */

let number = 0;

const updateOf = (tasks) => () => [frame(updateMessage(number++, { tasks }))];
const add = () => [frame(addMessage(number++, { parent: 1 }))];
const dataset = () => [frame(datasetRequest(1))];
const updateAndDatasetOf = (tasks) => () => [...updateOf(tasks)(), ...dataset()];

/** @returns {Scenario} */
function fanOut(clients, inFlight, operations) {
  return {
    id: `fan-out-${clients}-${inFlight}`,
    title: `fan-out to ${clients.toLocaleString('en')}, ${inFlight} in flight`,
    group: 'fan-out',
    plan: { tasks: 1000, projects: 2 },
    clients,
    authors: Math.min(clients, 16),
    inFlight,
    operations,
    messages: updateOf(1000),
    perDelivery: true,
  };
}

/** @type {Scenario[]} */
const TABLE = [
  {
    id: 'update',
    title: 'one update, one subscriber',
    plan: { tasks: 1000 },
    operations: 4000,
    messages: updateOf(1000),
  },
  {
    id: 'update-asleep',
    title: 'the same, with a client that sleeps meanwhile',
    group: 'update',
    plan: { tasks: 1000 },
    operations: 4000,
    messages: updateOf(1000),
    sleeps: true,
  },
  {
    id: 'add',
    title: 'one add under a parent with 3,000 children',
    plan: { tasks: 3001, shape: 'wide' },
    operations: 400,
    messages: add,
  },
  {
    id: 'dataset',
    title: 'dataset of 150 tasks, unchanged',
    plan: { tasks: 150 },
    operations: 2000,
    messages: dataset,
  },
  {
    id: 'change-dataset',
    title: 'change, then dataset, 10,000 tasks',
    plan: { tasks: 10_000 },
    operations: 60,
    messages: updateAndDatasetOf(10_000),
  },
];

/** @type {Scenario[]} */
const FAN_OUT = [
  fanOut(1000, 1, 30),
  fanOut(1000, 4, 60),
  fanOut(1000, 16, 96),
  fanOut(100, 1, 300),
  fanOut(100, 4, 600),
  fanOut(100, 16, 960),
  fanOut(10, 1, 1500),
  fanOut(10, 4, 3000),
  fanOut(1, 1, 3000),
];

/** @type {Scenario[][]} */
const SIZES = [1000, 10_000, 100_000].map((tasks) => [
  {
    id: `update-of-${tasks}`,
    title: `one update, ${tasks.toLocaleString('en')} tasks`,
    plan: { tasks },
    operations: 6000,
    messages: updateOf(tasks),
  },
  {
    id: `dataset-of-${tasks}`,
    title: `change, then dataset, ${tasks.toLocaleString('en')} tasks`,
    plan: { tasks },
    operations: Math.max(3, 100_000 / tasks),
    messages: updateAndDatasetOf(tasks),
  },
  // The last, since it makes the project larger.
  {
    id: `add-to-${tasks}`,
    title: `one add, ${tasks.toLocaleString('en')} tasks`,
    plan: { tasks },
    operations: 3000,
    messages: add,
  },
]);

/** What is compressed where the same is not, in the table. */
const COMPRESSED = {
  update: { id: 'deflate-update', title: 'one update, compressed', operations: 1000 },
  dataset: {
    id: 'deflate-dataset',
    title: 'dataset of 150 tasks, compressed',
    operations: 500,
  },
};

/** @type {Scenario[]} */
const DEFLATE = Object.entries(COMPRESSED).map(([id, changed]) => {
  const usual = TABLE.find((scenario) => scenario.id === id);
  return { ...usual, ...changed, plan: { ...usual.plan, deflate: true }, kinds: ['ours'] };
});

/** @type {Scenario[]} what goes past ws and past Node's streams, and the same without that */
const FAST_PATH = [...TABLE, ...FAN_OUT]
  .filter(({ id }) => ['update', 'fan-out-100-1', 'fan-out-100-4', 'fan-out-1000-1'].includes(id))
  .map((scenario) => ({ ...scenario, kinds: ['ours', 'ours-over-ws'] }));

module.exports = { DEFLATE, FAN_OUT, FAST_PATH, SIZES, TABLE };
