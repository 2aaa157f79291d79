'use strict';

const NEWLINE = 10;
const TAB = 9;
const FIRST_PRINTABLE = 32;

/** What a server writes to its log: how much, and whether what clients sent got into it as it was. */
class LogWatch {
  lines = 0;
  controls = 0;

  /** @param {import('node:child_process').ChildProcess} process */
  constructor({ stdout, stderr }) {
    for (const stream of [stdout, stderr]) stream.on('data', (chunk) => this.#read(chunk));
  }

  #read(chunk) {
    for (const byte of chunk) {
      if (byte === NEWLINE) this.lines++;
      else if (byte < FIRST_PRINTABLE && byte !== TAB) this.controls++;
    }
  }
}

module.exports = { LogWatch };
