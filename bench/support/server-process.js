'use strict';

// A process of its own for whatever is measured. It is told by messages what to be; see ServerHandle.
const { JOBS } = require('./jobs');
const { startServer } = require('./servers');

let relay;

const orders = {
  async start(options) {
    const { port, server } = await startServer(options);
    relay = server;
    return { port };
  },
  setSizes(sizes) {
    relay.setSizes?.(sizes);
  },
  takeCommits() {
    return relay.takeCommits();
  },
  memory() {
    global.gc();
    global.gc();
    return process.memoryUsage();
  },
  job({ name, ...options }) {
    return JOBS[name](options);
  },
};

process.on('message', async ({ order, options }) => {
  try {
    process.send({ answer: await orders[order](options) });
  } catch (error) {
    process.send({ fault: error.stack });
  }
});
process.on('disconnect', () => process.exit());
