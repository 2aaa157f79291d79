'use strict';

/** @typedef {import('../../net/exchange').Answer} Answer */
/** @typedef {import('../../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('./pack').LoadPack} LoadPack */

const COMMA = Buffer.from(',');
const END = Buffer.from('}');
/** What an answer has besides stores. */
const TAKEN = new Set([
  'success',
  'requestId',
  'revision',
  'project',
  'type',
  'stores',
  'message',
  'code',
]);

/**
 * `{"success":true,"requestId":…,"revision":N,"project":{…},"tasks":{"rows":[…],"total":N},…}`
 *
 * @param {HostedProject} project
 * @param {LoadPack} pack
 * @returns {Answer}
 */
function answerLoad(project, { requestId, stores }) {
  const { members } = project;
  const names = stores?.map(({ storeId }) => storeId) ?? [...members.keys()];
  const named = requestId === undefined ? '' : `"requestId":${requestId},`;
  /** @type {Buffer[]} */
  const parts = [Buffer.from(`{"success":true,${named}"revision":${project.toldNumber},`)];
  parts.push(.../** @type {Buffer[]} */ (members.get('project')));
  for (const name of names) {
    if (TAKEN.has(name)) continue;
    parts.push(
      COMMA,
      ...(members.get(name) ?? [Buffer.from(`${JSON.stringify(name)}:{"rows":[],"total":0}`)]),
    );
  }
  parts.push(END);
  return { status: 200, parts, tag: project.tag };
}

module.exports = { answerLoad };
