'use strict';

const { readArguments, toolHelp } = require('./tool');

/** @typedef {import('./tool').Tool} Tool */

/** @type {ReadonlyMap<string, Tool>} */
const TOOLS = new Map(
  Object.entries({
    history: require('./history'),
    show: require('./show'),
    restore: require('./restore'),
    export: require('./export'),
    import: require('./import'),
    backup: require('./backup'),
    check: require('./check'),
    forget: require('./forget'),
  }),
);

/**
 * @param {string[]} args of the command line
 * @param {NodeJS.ProcessEnv} env
 * @returns {((print: (text: string | Buffer) => void) => Promise<void>) | undefined} runs the named tool; undefined if
 * there is none
 * @throws {TypeError} if its options are invalid
 */
function findTool([name, ...args], env) {
  const tool = TOOLS.get(name);
  if (!tool) return undefined;
  const values = readArguments(name, tool, args, env);
  if (!values.help) return (print) => tool.run(values, print);
  return async (print) => print(`${toolHelp(name, tool)}\n`);
}

/** @returns {[name: string, summary: string][]} */
function listTools() {
  return Array.from(TOOLS, ([name, { summary }]) => [name, summary]);
}

module.exports = { findTool, listTools };
