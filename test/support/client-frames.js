'use strict';

const MASKS = [
  [0x92, 0xf3, 0x56, 0x9a],
  [1, 2, 3, 4],
  [0, 0, 0, 0],
];
const [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG] = [0, 1, 2, 8, 9, 10];

/** A frame as RFC 6455, 5.2 has it. */
function frame(
  payload,
  { opcode = TEXT, isFinal = true, isMasked = true, reserved = 0, mask = MASKS[0] } = {},
) {
  const { length } = payload;
  const head = [(isFinal ? 0x80 : 0) | (reserved << 4) | opcode];
  if (length < 126) head.push(length);
  else if (length < 0x10000) head.push(126, length >> 8, length & 0xff);
  else head.push(127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (length >> shift) & 0xff));
  if (!isMasked) return Buffer.concat([Buffer.from(head), payload]);
  head[1] |= 0x80;
  const masks = mask.some((byte) => byte !== 0);
  const masked = masks ? payload.map((byte, index) => byte ^ mask[index % 4]) : payload;
  return Buffer.concat([Buffer.from([...head, ...mask]), masked]);
}

const LENGTHS = [0, 1, 2, 3, 5, 100, 125, 126, 127, 128, 129, 131, 700, 10_000, 65_535, 65_536];

/** @returns {Buffer[]} the frames of something that a client may send, or may not */
function randomFrames(random, maxPayload) {
  const length = random.pick(LENGTHS.filter((bytes) => bytes <= maxPayload));
  const payload = Buffer.alloc(length, random.pick(['x', 'lang', 'ä', '漢字', '🙂', 'aä']));
  const text = Buffer.from(payload.toString().replace(/\ufffd+$/, ''));
  const mask = random.pick(MASKS);
  return random.weighted([
    [20, () => [frame(text, { mask })]],
    [3, () => [frame(text, { opcode: BINARY, mask })]],
    [3, () => [frame(Buffer.from('sign of life'), { opcode: random.pick([PING, PONG]) })]],
    [4, () => randomFragments(random, text)],
    [0.3, () => [frame(notText(random))]],
    [0.2, () => [frame(text, { isMasked: false })]],
    [0.2, () => [frame(text, { reserved: random.pick([1, 2, 4]) })]],
    [0.2, () => [frame(text, { opcode: random.pick([CONTINUATION, 3, 11]) })]],
    [0.2, () => [frame(Buffer.alloc(maxPayload + 1, 'x'))]],
    [0.2, () => [frame(Buffer.from([0x03, 0xe8]), { opcode: CLOSE })]],
  ])();
}

/** @returns {Buffer} one byte of it is not UTF-8 */
function notText(random) {
  const bytes = Buffer.alloc(random.pick([3, 400, 401]), 'x');
  bytes[random.int(bytes.length)] = 0xff;
  return bytes;
}

function randomFragments(random, text) {
  const middle = random.int(text.length + 1);
  const between = random.weighted([
    [3, []],
    [2, [frame(Buffer.from('between'), { opcode: PING })]],
    [0.2, [frame(Buffer.from('not allowed here'))]],
    [0.2, [frame(Buffer.from('between'), { opcode: PING }), frame(Buffer.from('not allowed'))]],
  ]);
  return [
    frame(text.subarray(0, middle), { isFinal: false }),
    ...between,
    frame(text.subarray(middle), { opcode: CONTINUATION }),
  ];
}

/** @returns {Buffer[]} the bytes cut anywhere: often between frames, sometimes in the middle of a header */
function cut(random, frames) {
  const chunks = [];
  let rest = Buffer.alloc(0);
  for (const bytes of frames) {
    rest = Buffer.concat([rest, bytes]);
    if (random.chance(0.3)) continue;
    const end = random.chance(0.5) ? rest.length : random.int(rest.length + 1);
    const middle = random.chance(0.3) ? random.int(Math.min(end, 16) + 1) : 0;
    chunks.push(rest.subarray(0, middle), rest.subarray(middle, end));
    rest = rest.subarray(end);
  }
  return [...chunks, rest].filter(({ length }) => length > 0);
}

module.exports = { BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, cut, frame, randomFrames };
