'use strict';

/** Of a message that is an answer, this says that it is no. */
const REFUSAL = /"error":|"success":false|"type":"(?:error|conflict)"|"command":"error"/;
const CODE = /ERR_[A-Z_0-9]+/;
const LOOKED_AT = 512;
/** Whatever a client sends, the server has no fault. */
const FAULT = 'ERR_INTERNAL';

/** What became of the messages of one kind of hostile client. */
class Tally {
  /** @param {import('./kinds').Became[]} mustBe what must not be 0 in the end */
  constructor(mustBe) {
    this.mustBe = mustBe;
  }

  bouts = 0;
  sent = 0;
  answered = 0;
  refused = 0;
  /** Connections that the server has ended or turned away. */
  closed = 0;
  /** @type {Record<string, number>} how often each code of an error, status of a close frame or of HTTP came */
  codes = {};
  /** @type {string[]} what should not have happened */
  failures = [];

  /** @param {Buffer} message of the server; of a long one the ends say enough */
  heard(message) {
    const ends = [message.subarray(0, LOOKED_AT), message.subarray(-LOOKED_AT)];
    const text = message.length > 2 * LOOKED_AT ? ends.join(' ') : message.toString();
    if (!REFUSAL.test(text)) {
      this.answered++;
      return;
    }
    this.refused++;
    const [code] = CODE.exec(text) ?? [];
    if (code) this.#count(code);
    if (code === FAULT && this.codes[code] === 1) this.failures.push(`${FAULT} in ${text}`);
  }

  /** @param {number | string} status */
  ended(status) {
    this.closed++;
    this.#count(String(status));
  }

  #count(code) {
    this.codes[code] = (this.codes[code] ?? 0) + 1;
  }
}

module.exports = { Tally };
