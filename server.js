#!/usr/bin/env node
'use strict';

// START HERE: command line → projects → port → orderly end. What it does with a file in place of that: lib/tools. What a message does: lib/dialects/dispatcher.js.

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

  // Only now is the addon needed, so that --help works without one.
  const { WebSocketServer } = require('./lib');
  const server = new WebSocketServer(request.options);
  // The process ends by itself once nothing is open; a second signal ends it at once.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.destroy());
  // Data in memory outlives a supervisor that says "read your files again"; a terminal that is closed ends its server.
  process.on('SIGHUP', () => {
    if (process.stdin.isTTY) server.destroy();
    else console.error('gantt-sync-server: SIGHUP is ignored: files are read at the start');
  });
  // Where nobody reads the log any more, lines are lost, and nothing else.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

  await server.init();
  console.log(`listening on ${server.address}`);
}

/**
 * @param {import('./lib/options/command-line').Task} task
 * @returns {Promise<string>} what it prints
 */
async function textOf(task) {
  if (task === 'hash-password') return hashGivenPassword(process.stdin, process.stderr);
  return task === 'help' ? helpText(listTools()) : version;
}

/**
 * What a tool prints is lost from now on.
 *
 * @param {Error & {code?: string}} error EPIPE: who reads it has enough of it
 */
function endWithoutOutput({ code, message }) {
  if (code !== 'EPIPE') console.error(`gantt-sync-server: standard output: ${message}`);
  process.exit(FAILED);
}

/** @param {Error & {code?: string}} error */
function fail(error) {
  // Without a code it is a fault of the server's own, and the stack says where.
  console.error(`gantt-sync-server: ${error.code ? error.message : error.stack}`);
  const isMisuse = error.code === 'ERR_UNKNOWN_OPTION' || error.code === 'ERR_INVALID_OPTION';
  process.exitCode = isMisuse ? MISUSED : FAILED;
}

main().catch(fail);
