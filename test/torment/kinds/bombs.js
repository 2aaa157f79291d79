'use strict';

const { deflateRawSync } = require('node:zlib');
const { TEXT, frame } = require('../frames');

const MEBIBYTE = 1024 * 1024;
const EXTENSION = 'Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover';
const TAIL_BYTES = 4;

/** A message of spaces, compressed. */
function bomb(bytes) {
  // The end of a flushed block is left out: RFC 7692, 7.2.1.
  const packed = deflateRawSync(Buffer.alloc(bytes, ' '), { finishFlush: 2 });
  return frame(TEXT, packed.subarray(0, -TAIL_BYTES), { isCompressed: true });
}

/** A few kilobytes that become as much as a message may be, or far more, before anybody has logged in. */
module.exports = {
  name: 'compression bombs',
  stage: 'program',
  mustBe: ['closed'],
  async run(bout) {
    const [allowed, huge] = [bomb(3.9 * MEBIBYTE), bomb(64 * MEBIBYTE)];
    const clients = await Promise.all(
      Array.from({ length: 10 }, () => bout.rawSocket('/', [EXTENSION])),
    );
    for (const client of clients) client.send(Buffer.concat(Array(3).fill(allowed)), 3);
    const one = await bout.rawSocket('/', [EXTENSION]);
    one.send(huge);
    await bout.orTooLate(one.ended);
    const calm = await bout.connect();
    await bout.done(calm, 'commands');
  },
};
