'use strict';

const HEAD = Buffer.from('{"type":"load","data":');

/**
 * The message with all data of a project, as an answer to `load` and after a reset.
 *
 * @param {import('../../project/subscriber').Whole} project
 * @returns {Buffer[]} its parts
 */
function wholeProject(project) {
  const tail = `,"revision":${project.revision},"timestamp":${Date.now()}}`;
  return [HEAD, ...project.texts.dataset('data'), Buffer.from(tail)];
}

module.exports = { wholeProject };
