'use strict';

const { EventEmitter } = require('node:events');

const CLOSED = 3;

/** A socket that keeps whether it is paused. */
class PausingSocket extends EventEmitter {
  readyState = 1;
  isPaused = false;

  pause() {
    this.isPaused = true;
  }

  resume() {
    this.isPaused = false;
  }

  close() {}
  terminate() {}

  /** The other side has gone. */
  goes() {
    this.readyState = CLOSED;
    this.emit('close');
  }
}

module.exports = { PausingSocket };
