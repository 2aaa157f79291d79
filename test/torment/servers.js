'use strict';

const path = require('node:path');
const { ChildProcess } = require('../support/child-process');

const SERVER = path.join(__dirname, '..', '..', 'server.js');
const PROGRAM = path.join(__dirname, 'program.js');

/**
 * The two ways in which users start a server.
 *
 * @typedef {object} Stage
 * @property {string} name
 * @property {string[]} policies one of them holds at home, for `commands` and `flat`
 * @property {(t: {after: Function}, world: Record<string, string>) => ChildProcess} start
 */

/** @type {Stage[]} */
const STAGES = [
  {
    name: 'command line',
    policies: ['last-writer-wins'],
    start: (t, world) => new ChildProcess(t, [SERVER, ...flags(world)]),
  },
  {
    name: 'program',
    policies: ['server-wins', 'merge'],
    start: (t, world) => new ChildProcess(t, [PROGRAM, JSON.stringify(world)]),
  },
];

/** @param {Record<string, string>} world @returns {string[]} */
function flags(world) {
  const own = Object.entries(world).map(([name, value]) => `--${name}=${value}`);
  return ['--host=127.0.0.1', '--port=0', ...own];
}

module.exports = { STAGES };
