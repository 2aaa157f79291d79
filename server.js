#!/usr/bin/env node
'use strict';

// START HERE: command line → projects → port → graceful shutdown. The tools for a storage file: lib/tools. The handling
// of a message: lib/dialects/dispatcher.js.

const { readCommandLine } = require('./lib/options/command-line');
const { helpText } = require('./lib/options/help');
const { hashGivenPassword } = require('./lib/server/hash-password');
const { findTool, listTools } = require('./lib/tools');
const { version } = require('./package.json');

const FAILED = 1;
const MISUSED = 2;

async function main() {
  const args = process.argv.slice(2);
  const tool = findTool(args, process.env);
  if (tool) {
    process.stdout.once('error', endWithoutOutput);
    await tool((text) => process.stdout.write(text));
    return;
  }
  const words = listTools().map(([name]) => name);
  const request = readCommandLine(args, process.env, words);
  if ('task' in request) {
    console.log(await textOf(request.task));
    return;
  }
  for (const warning of request.warnings) console.error(`gantt-sync-server: ${warning}`);

  // Loaded only now, so that --help works without the addon.
  const { WebSocketServer } = require('./lib');
  const server = new WebSocketServer(request.options);
  // The process ends by itself when nothing is open; a second signal ends it immediately.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.destroy());
  // A SIGHUP from a supervisor must not end a server with data in memory; closing its terminal may.
  process.on('SIGHUP', () => {
    if (process.stdin.isTTY) server.destroy();
    else console.error('gantt-sync-server: SIGHUP is ignored: files are read at the start');
  });
  // If nobody reads the log any more, only its lines are lost.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

  await server.init();
  console.log(`listening on ${server.address}`);
}

/**
 * @param {import('./lib/options/command-line').Task} task
 * @returns {Promise<string>} its output
 */
async function textOf(task) {
  if (task === 'hash-password') return hashGivenPassword(process.stdin, process.stderr);
  return task === 'help' ? helpText(listTools()) : version;
}

/**
 * Further output of a tool is lost.
 *
 * @param {Error & {code?: string}} error EPIPE: the reader has closed the pipe
 */
function endWithoutOutput({ code, message }) {
  if (code !== 'EPIPE') console.error(`gantt-sync-server: standard output: ${message}`);
  process.exit(FAILED);
}

/** @param {Error & {code?: string}} error */
function fail(error) {
  // An error without a code is a bug of the server, so its stack is printed.
  console.error(`gantt-sync-server: ${error.code ? error.message : error.stack}`);
  const isMisuse = error.code === 'ERR_UNKNOWN_OPTION' || error.code === 'ERR_INVALID_OPTION';
  process.exitCode = isMisuse ? MISUSED : FAILED;
}

main().catch(fail);
