'use strict';

const fs = require('node:fs');
const { setTimeout: pause } = require('node:timers/promises');
const { PlainProject } = require('../baselines/plain-project');
const { STORAGE_JOBS } = require('./storage-jobs');
const { addMessage, dataFile, updateMessage } = require('./workload');

const LONGEST_RESULT = 16 * 1024;
const AUTHOR = 'client-0f8b6a52-53c1-4d52-8a3e-1f6f1c0a9b77';

/** @returns {{load: (bytes: Buffer) => any, submit: (bytes: Buffer) => Buffer}} */
function makeProject(kind, addon) {
  if (kind === 'plain') {
    const project = new PlainProject(1);
    return {
      load: (bytes) => project.load(bytes),
      submit: (bytes) => project.submit(bytes, AUTHOR),
    };
  }
  const { Project } = addon ? require(addon) : require('../../lib/native/project');
  const project = new Project({ id: 1, maxMessageBytes: 1 << 28 });
  const load = (bytes) => project.load(bytes);
  if (!addon) return { load, submit: (bytes) => project.submit(bytes, AUTHOR, Date.now()) };
  // What lib/native/project.js does with it, but always in the same place.
  const target = Buffer.alloc(LONGEST_RESULT);
  const submit = (bytes) => {
    const result = project.submitInto(bytes, AUTHOR, Date.now(), target, 0);
    return typeof result === 'number' ? target.subarray(0, result) : result;
  };
  return { load, submit };
}

function microseconds({ user, system }) {
  return user + system;
}

let number = 0;
// So many changes on one set of terms, then as many on the next.
const BATCH = 250;
// Between two changes of a busy project, so that not all that people do looks like a storm.
const TYPING_MS = 20;

/**
 * What is measured inside the process, without sockets.
 */
const JOBS = {
  /** Changes of so many records, one after the other. @returns {Promise<{cpu: number, bytes: number}>} of each */
  async submit({ kind, addon, tasks = 1000, records = 1, adds = false, count, warmUp = count }) {
    const project = makeProject(kind, addon);
    await project.load(dataFile({ tasks }));
    const make = () =>
      adds ? addMessage(number++, { parent: 1 }) : updateMessage(number++, { tasks, records });
    const messages = Array.from({ length: warmUp + count }, make);
    for (const message of messages.slice(0, warmUp)) checkBuffer(project.submit(message));
    global.gc();
    const before = process.cpuUsage();
    for (let index = warmUp; index < messages.length; index++) project.submit(messages[index]);
    const used = process.cpuUsage(before);
    return { cpu: microseconds(used) / count, bytes: messages[warmUp].length };
  },

  /**
   * The same changes on different terms, a few hundred of each at a time: as ever; answered with an outcome; with a look
   * for conflicts of which there are none; and for subscribers of all three dialects.
   *
   * @returns {Promise<Record<string, number>>} microseconds of CPU of each
   */
  async terms({ tasks = 1000, count }) {
    const { TERMS, audienceTerms } = require('../../lib/native/terms');
    const { Project } = require('../../lib/native/project');
    const terms = {
      usual: 0,
      outcome: TERMS.MAY_FORCE,
      checked: TERMS.MAY_FORCE + TERMS.REJECT,
      three: audienceTerms(1) + audienceTerms(2),
    };
    const { DIALECTS } = require('../../lib/dialects');
    const wordings = DIALECTS.map(({ wording }) => wording);
    const project = new Project({ id: 1, maxMessageBytes: 1 << 28, wordings });
    await project.load(dataFile({ tasks }));
    const used = Object.fromEntries(Object.keys(terms).map((name) => [name, 0]));
    const batches = Math.ceil(count / BATCH);
    let now = 1;
    for (let batch = -batches; batch < batches; batch++) {
      for (const [name, given] of Object.entries(terms)) {
        const messages = Array.from({ length: BATCH }, () => updateMessage(number++, { tasks }));
        // Every field was last written by somebody else, and its author has seen that.
        const author = `${AUTHOR.slice(0, -3)}${100 + (number % 900)}`;
        const { revision } = project;
        const before = process.cpuUsage();
        for (const message of messages) {
          project.submit(message, author, (now += TYPING_MS), given, revision);
        }
        if (batch >= 0) used[name] += microseconds(process.cpuUsage(before));
        if (project.revision !== revision + BATCH) throw new Error(`${name}: not all were made`);
      }
    }
    return Object.fromEntries(
      Object.entries(used).map(([name, sum]) => [name, sum / batches / BATCH]),
    );
  },

  /** @returns {Promise<{milliseconds: number, blocked: number, bytes: number}>} how long a load took and blocked */
  async load({ kind, tasks }) {
    const bytes = dataFile({ tasks });
    const project = makeProject(kind);
    global.gc();
    let [blocked, last] = [0, performance.now()];
    const look = () => {
      const now = performance.now();
      blocked = Math.max(blocked, now - last);
      last = now;
    };
    const timer = setInterval(look, 1);
    await pause(20);
    blocked = 0;
    look();
    const began = performance.now();
    await project.load(bytes);
    const milliseconds = performance.now() - began;
    await pause(20);
    clearInterval(timer);
    return { milliseconds, blocked, bytes: bytes.length };
  },

  /** Makes a data file, in a process that is not measured. */
  writeFile({ file, tasks }) {
    fs.writeFileSync(file, dataFile({ tasks }));
  },

  ...STORAGE_JOBS,

  /** @returns {Promise<{bytes: number, file: number}>} the memory that a loaded project takes */
  async memory({ kind, file }) {
    const project = makeProject(kind);
    const before = await settledMemory();
    await project.load(fs.readFileSync(file));
    const bytes = (await settledMemory()) - before;
    // The project is still in use.
    checkBuffer(project.submit(updateMessage(1, { tasks: 1 })));
    return { bytes, file: fs.statSync(file).size };
  },
};

/** @returns {Promise<number>} bytes of this process when everything that can be freed is */
async function settledMemory() {
  for (let round = 0; round < 3; round++) {
    await pause(20);
    global.gc();
  }
  return process.memoryUsage().rss;
}

function checkBuffer(result) {
  if (!Buffer.isBuffer(result)) throw new Error(`Refused: ${JSON.stringify(result)}`);
}

module.exports = { JOBS };
