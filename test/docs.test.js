'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { ERROR_CODES } = require('../lib/errors');
const { Project } = require('../lib/native');
const { OPTIONS } = require('../lib/options');

const ROOT = path.join(__dirname, '..');
const MEBIBYTE = 1024 * 1024;

/** @param {string} file */
function read(file) {
  return fs.readFileSync(path.join(ROOT, file), 'utf8');
}

/** The rows of all tables of a document, as lists of cells. */
function tableRows(markdown) {
  const rows = markdown.split('\n').filter((line) => line.startsWith('| '));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Every document of the project. */
function documents() {
  const inFolder = (folder) =>
    fs.readdirSync(path.join(ROOT, folder)).map((name) => path.join(folder, name));
  return [...inFolder('.'), ...inFolder('docs')].filter((file) => file.endsWith('.md'));
}

test('docs/protocol.md lists the error codes that there are, with their sentences', () => {
  const rows = tableRows(read('docs/protocol.md')).filter(([code]) => /^`E[A-Z_0-9]+`$/.test(code));
  const listed = rows.map(([code, , sentence]) => [code.replaceAll('`', ''), sentence]);
  assert.deepEqual(Object.fromEntries(listed), ERROR_CODES);
  assert.equal(listed.length, Object.keys(ERROR_CODES).length);
});

test('the limits in docs/protocol.md are the defaults of the options', () => {
  const rows = tableRows(read('docs/protocol.md'));
  const limits = new Map(rows.map(([, limit, option]) => [option?.replaceAll('`', ''), limit]));
  const listed = ['maxPayload', 'maxBufferedBytes'].map((name) => {
    return [limits.get(name), `${Number(OPTIONS[name].default) / MEBIBYTE} MiB`];
  });
  for (const name of ['maxMessagesPerSecond', 'maxConnections']) {
    listed.push([limits.get(name), OPTIONS[name].default.toLocaleString('en')]);
  }
  for (const name of ['authTimeout', 'pingInterval']) {
    listed.push([limits.get(name), `${OPTIONS[name].default} seconds`]);
  }
  for (const [documented, real] of listed) assert.equal(documented, real);
});

test('a log keeps as many revisions as docs/protocol.md says', async () => {
  assert.match(read('docs/protocol.md'), /\| 10,000 revisions, 16 MiB \|/);
  const project = new Project({ id: 1 });
  await project.load(Buffer.from('{}'));
  const logAfter = (count, text) => {
    const changes = { project: { text } };
    const revisions = Array.from({ length: count }, () => ({ revision: 1, changes }));
    const message = { command: 'project_change', data: { project: 1, revisions } };
    project.submit(Buffer.from(JSON.stringify(message)), 'client', 1);
    return JSON.parse(project.stats()).log;
  };

  assert.equal(logAfter(10_001, '').revisions, 10_000);
  const megabyte = 'x'.repeat(1e6);
  for (let megabytes = 0; megabytes < 18; megabytes += 3) logAfter(3, megabyte);
  const { bytes } = logAfter(1, '');
  assert.ok(bytes > 15 * MEBIBYTE && bytes <= 16 * MEBIBYTE, `${bytes}`);
});

test('every link in a document leads to a file or heading that exists', () => {
  for (const file of documents()) {
    for (const [, target] of read(file).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [name, heading] = target.split('#');
      const linked = name ? path.join(path.dirname(file), name) : file;
      assert.ok(fs.existsSync(path.join(ROOT, linked)), `${file}: ${target}`);
      if (heading) assert.ok(headings(read(linked)).includes(heading), `${file}: ${target}`);
    }
  }
});

/** The names under which one can link to the headings of a document. */
function headings(markdown) {
  const titles = Array.from(markdown.matchAll(/^#+ (.*)$/gm), ([, title]) => title);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}
