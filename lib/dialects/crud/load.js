'use strict';

const { failure } = require('./failure');
const { ALL } = require('./pack');
const { partsOf } = require('./parts');

/** @typedef {import('../../net/exchange').Answer} Answer */
/** @typedef {import('../../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('./pack').LoadPack} LoadPack */

/** The maximum work for all parts of a load, about a fifth of a second. */
const MOST_STEPS = 80_000_000;
const COMMA = Buffer.from(',');
const END = Buffer.from('}');
// To write a buffer costs as much as to copy this many bytes.
const WORTH_A_WRITE_BYTES = 4096;
/** @type {WeakMap<ReadonlyMap<string, Buffer[]>, Buffer[]>} the parts of a whole project by its members, which last until a change */
const WHOLE = new WeakMap();
/** Members of a response that are no stores. */
const TAKEN = new Set([
  ...['success', 'requestId', 'revision', 'project'],
  ...['type', 'stores', 'message', 'code'],
]);

/**
 * `{"success":true,"requestId":…,"revision":N,"project":{…},"tasks":{"rows":[…],"total":N},…}`; for a single store
 * `{"success":true,"revision":N,"data":[…],"total":N}`.
 *
 * @param {HostedProject} project
 * @param {LoadPack} pack
 * @param {(tag: string) => boolean} has does the client have the content of an ETag?
 * @returns {Answer}
 */
function answerLoad(project, pack, has) {
  const { requestId, store } = pack;
  const { tag } = project;
  // A part may be none that there is, which they have to be told.
  if (pack === ALL && has(tag)) return { status: 304, parts: [], tag };
  const { members } = project.texts;
  const whole = pack === ALL ? WHOLE.get(members) : undefined;
  if (whole) return { status: 200, parts: whole, tag };
  const names = pack.stores?.map(({ storeId }) => storeId) ?? [...members.keys()];
  const wanted = names.filter((name) => !TAKEN.has(name));
  const queries = partsOf(pack, wanted);
  if ('status' in queries) return failure(queries, requestId);
  const { idField } = pack.params;
  if (typeof idField === 'string' && idField !== 'id') {
    for (const name of store === undefined ? wanted : [store])
      queries.set(name, { store: name, nested: !queries.has(name), ...queries.get(name), idField });
  }

  if (queries.size === 0 && has(tag)) return { status: 304, parts: [], tag };
  const named = requestId === undefined ? '' : `"requestId":${requestId},`;
  /** @type {Buffer[]} */
  const parts = [Buffer.from(`{"success":true,${named}"revision":${project.toldNumber},`)];
  // There may be more pieces than the maximum number of arguments.
  const add = (/** @type {Buffer[]} */ pieces) => pieces.forEach((piece) => parts.push(piece));
  if (store === undefined) add(/** @type {Buffer[]} */ (members.get('project')));
  let steps = MOST_STEPS;
  for (const name of store === undefined ? wanted : [store]) {
    const query = queries.get(name);
    const page = query && project.texts.page(query, steps);
    if (page && 'code' in page) return failure(page, requestId);
    if (page) steps = page.stepsLeft;
    if (store === undefined) parts.push(COMMA);
    if (!page) add(members.get(name) ?? [Buffer.from(empty(name))]);
    else if (store !== undefined)
      parts.push(DATA, page.rows, Buffer.from(`,"total":${page.total}`));
    else {
      const head = Buffer.from(`${JSON.stringify(name)}:{"rows":`);
      parts.push(head, page.rows, Buffer.from(`,"total":${page.total}}`));
    }
  }
  parts.push(END);
  const answer = joined(parts);
  if (pack === ALL) WHOLE.set(members, answer);
  return { status: 200, parts: answer, tag };
}

/**
 * @param {Buffer[]} parts
 * @returns {Buffer[]} the same text, short parts in one buffer with those beside them
 */
function joined(parts) {
  /** @type {Buffer[]} */
  const result = [];
  /** @type {Buffer[]} */
  let short = [];
  const end = () => {
    if (short.length > 0) result.push(short.length === 1 ? short[0] : Buffer.concat(short));
    short = [];
  };
  for (const part of parts) {
    if (part.length >= WORTH_A_WRITE_BYTES) {
      end();
      result.push(part);
    } else short.push(part);
  }
  end();
  return result;
}

const DATA = Buffer.from('"data":');

/**
 * @param {string} store that the project does not have
 * @returns {string}
 */
function empty(store) {
  return `${JSON.stringify(store)}:{"rows":[],"total":0}`;
}

module.exports = { answerLoad };
