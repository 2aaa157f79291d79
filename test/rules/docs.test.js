'use strict';

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const esbuild = require('esbuild');
const { ERROR_CODES } = require('../../lib/base/errors');
const { Project } = require('../../lib/native/project');
const { OPTIONS } = require('../../lib/options/options');
const { readBlocks } = require('../support/wire-examples');

const ROOT = path.join(__dirname, '..', '..');
const MEBIBYTE = 1024 * 1024;
const CODE = ['binding', 'bench', 'client/src', 'demo', 'lib', 'scripts', 'src', 'test'].flatMap(
  (folder) => ['js', 'cc', 'h', 'sh'].map((ending) => `${folder}/**.${ending}`),
);

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

/** What is wrong with a program, or with members of a class; one that is shown before and after declares things twice. */
function faultsIn(code, loader) {
  const parse = (text) => {
    try {
      esbuild.transformSync(text, { loader, logLevel: 'silent' });
      return [];
    } catch ({ errors }) {
      return errors.map(({ text: fault }) => fault).filter((fault) => !fault.endsWith('declared'));
    }
  };
  const faults = parse(code);
  return faults.length > 0 && parse(`class Shown {${code}}`).length === 0 ? [] : faults;
}

test('every program on a page can be parsed, and no line of a block runs into the next', () => {
  const pages = [...documents(), 'client/README.md'];
  const programs = pages.flatMap((page) =>
    ['js', 'ts', 'jsx'].flatMap((loader) =>
      readBlocks(read(page), loader).map(({ lines, line }) => ({ page, loader, lines, line })),
    ),
  );
  assert.ok(programs.length > 40, `${programs.length} programs`);
  for (const { page, loader, lines, line } of programs) {
    assert.deepEqual(faultsIn(lines.join('\n'), loader), [], `${page}:${line}`);
    for (const [index, content] of lines.entries()) {
      assert.doesNotMatch(
        content,
        /^\s*\/\/.*;$/,
        `${page}:${line + index}: a comment has code in it`,
      );
    }
  }
});

test('every command of CONTRIBUTING.md is on a line of its own', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const lines = readBlocks(read('CONTRIBUTING.md'), 'sh').flatMap((block) => block.lines);
  const commands = lines.map((line) => line.split(' #')[0].trim()).filter(Boolean);
  assert.ok(commands.length > 10, `${commands.length} commands`);
  for (const command of commands) {
    const [, name] = /^npm (?:run )?([\w:]+)(?: -- .+)?$/.exec(command) ?? [];
    if (command.startsWith('npm ')) assert.ok(name in scripts, command);
    else assert.match(command, /^(?:[A-Z_]+=\S+ )*(?:node|build|\.ci)\b|^\.ci/, command);
  }
});

test('docs/protocol.md lists the error codes that there are, with their sentences', () => {
  const rows = tableRows(read('docs/protocol.md')).filter(([code]) => /^`E[A-Z_0-9]+`$/.test(code));
  const listed = rows.map(([code, , sentence]) => `${code.replaceAll('`', '')}: ${sentence}`);
  const real = Object.entries(ERROR_CODES).map(([code, sentence]) => `${code}: ${sentence}`);
  assert.equal(listed.sort().join('\n'), real.sort().join('\n'));
});

/** An option's default as the documents write it. */
function shownDefault(name) {
  const value = OPTIONS[name].default;
  if (typeof value !== 'number') return String(value);
  return value >= MEBIBYTE && value % MEBIBYTE === 0
    ? `${value / MEBIBYTE} MiB`
    : value.toLocaleString('en', { useGrouping: value >= 10_000 });
}

test('the limits in docs/protocol.md are the defaults of the options', () => {
  const rows = tableRows(read('docs/protocol.md')).filter(([, , option]) => /^`\w+`$/.test(option));
  const limits = rows.map(([, limit, option]) => [option.replaceAll('`', ''), limit]);
  const own = limits.filter(([name]) => OPTIONS[name]?.default !== undefined);
  assert.ok(own.length > 5);
  for (const [name, limit] of own) assert.equal(limit.replace(' seconds', ''), shownDefault(name));
});

test('README.md lists the options that there are, with their defaults', () => {
  const rows = tableRows(read('README.md')).filter(([name]) => /^`\w+`$/.test(name));
  const defaults = new Map(rows.map(([name, value]) => [name.replaceAll('`', ''), value]));
  assert.deepEqual([...defaults.keys()].sort(), Object.keys(OPTIONS).sort());
  for (const [name, { default: value }] of Object.entries(OPTIONS)) {
    const isPlain =
      ['number', 'boolean'].includes(typeof value) || ['idFormat', 'stormPolicy'].includes(name);
    if (isPlain) assert.equal(defaults.get(name), shownDefault(name), name);
  }
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

test('a page that the code names is there, with the heading that it names', () => {
  const files = execFileSync('git', ['ls-files', '--', ...CODE], { cwd: ROOT, encoding: 'utf8' });
  const faults = [];
  for (const file of files.trim().split('\n')) {
    // A sentence may go on behind the start of a comment's next line.
    const text = read(file).replace(/\n\s*(?:\/\/|\*) /g, ' ');
    for (const [named, page, heading] of text.matchAll(/([\w/.-]*\w\.md)\b(?:, "([^"]+)")?/g)) {
      const places = [page, path.join('docs', page), path.join(path.dirname(file), page)];
      const found = places.find((place) => fs.existsSync(path.join(ROOT, place)));
      const titles = found ? read(found).match(/(?<=^#+ ).*$/gm) : [];
      if (!found || (heading && !titles.includes(heading))) faults.push(`${file}: ${named}`);
    }
  }
  assert.deepEqual(faults, []);
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
