'use strict';

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { dependencies, devDependencies } = require('../../package.json');

const ROOT = path.join(__dirname, '..', '..');

/** What `npm pack` would ship, but for what it builds first. */
function shipped() {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'];
  const [{ files }] = JSON.parse(execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8' }));
  return files.map((file) => file.path);
}

test('who installs the package gets nothing besides ws', () => {
  assert.deepEqual(Object.keys(dependencies), ['ws']);
  // These are fetched where no prebuilt addon fits: see scripts/install.js.
  for (const name of ['cmake-js', 'node-addon-api', '@nozbe/simdjson']) {
    assert.ok(Object.hasOwn(devDependencies, name), name);
  }
});

test('the package has its pages, and whatever a page of it links to', () => {
  const files = shipped();
  for (const name of ['README.md', 'docs/client.md', 'CHANGELOG.md']) {
    assert.ok(files.includes(name), name);
  }
  for (const page of files.filter((name) => name.endsWith('.md'))) {
    const text = fs.readFileSync(path.join(ROOT, page), 'utf8');
    const links = Array.from(text.matchAll(/(?:\]\(|src="|srcset=")([^)\s"]+)/g), ([, to]) => to);
    for (const link of links.filter((to) => !/^(https?:|#)/.test(to))) {
      const target = path.posix.join(path.posix.dirname(page), link.split('#')[0]);
      assert.ok(files.includes(target), `${page} links to ${link}`);
    }
  }
});
