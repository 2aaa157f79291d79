'use strict';

const { EventEmitter } = require('node:events');

/** A socket that only notes what is done to it. */
class FakeSocket extends EventEmitter {
  readyState = 1;
  bufferedAmount = 0;
  done = [];

  send(message) {
    if (this.fault) throw this.fault;
    this.done.push(`send ${message}`);
  }

  terminate() {
    this.readyState = 3;
    this.done.push('terminate');
  }
}

module.exports = { FakeSocket };
