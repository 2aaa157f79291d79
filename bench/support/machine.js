'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');

/** @returns {Record<string, string>} what the numbers were measured on */
function describeMachine() {
  const [{ model }] = os.cpus();
  const gigabytes = Math.round(os.totalmem() / 2 ** 30);
  return {
    Machine: `${model.trim()}, ${os.cpus().length} cores of a virtual machine, ${gigabytes} GiB`,
    System: `${os.type()} ${os.release().split('-')[0]}, ${process.arch}`,
    TCP: congestionControl(),
    'Node.js': process.versions.node,
    ws: require('ws/package.json').version,
    simdjson: require('@nozbe/simdjson/package.json').version,
    Compiler: firstLine(process.env.CXX ?? 'c++', ['--version']),
    'Load average': `${os.loadavg()[1].toFixed(1)} over 5 minutes, the bench included`,
    Commit: firstLine('git', ['rev-parse', '--short', 'HEAD']),
    Date: new Date().toISOString().slice(0, 10),
  };
}

/** It decides when a busy connection sends, on this machine's own addresses as well. */
function congestionControl() {
  try {
    return fs.readFileSync('/proc/sys/net/ipv4/tcp_congestion_control', 'utf8').trim();
  } catch {
    return 'unknown';
  }
}

function firstLine(command, args) {
  const { stdout } = spawnSync(command, args, { encoding: 'utf8', cwd: __dirname });
  return stdout?.split('\n')[0] ?? 'unknown';
}

module.exports = { describeMachine };
