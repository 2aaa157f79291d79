'use strict';

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { pathToFileURL } = require('node:url');

const ROOT = path.join(__dirname, '../../client');
const about = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const readme = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');

/** Where the package is built. @type {string} */
let target;
/** What the build printed. @type {string} */
let printed;
before(() => {
  target = fs.mkdtempSync(path.join(os.tmpdir(), 'gantt-sync-client-'));
  const script = path.join(ROOT, 'scripts/build.js');
  printed = execFileSync(process.execPath, [script, target], { encoding: 'utf8' });
});
after(() => fs.rmSync(target, { recursive: true }));

test('no part is larger than its README says', async () => {
  const { PARTS } = await import('../../client/scripts/parts.js');
  for (const { name, bound } of PARTS) {
    assert.match(printed, new RegExp(`^${name}: \\d+ of ${bound} bytes`, 'm'));
    const part = name === 'core' ? 'gantt-sync-client' : `gantt-sync-client/${name}`;
    assert.match(readme, new RegExp(`^\\| \`${part}\` \\| ${bound / 1024} kB \\|$`, 'm'));
  }
});

test('each entry is there for import and require, with types, and both have the same names', async () => {
  for (const [name, entry] of Object.entries(about.exports)) {
    if (typeof entry === 'string') continue;
    for (const file of [...Object.values(entry.import), ...Object.values(entry.require)])
      assert.ok(fs.existsSync(path.join(target, file)), `${name}: ${file}`);
    // Whoever uses it brings Bryntum's library along, which is not here.
    if (/gantt|schedulerpro/.test(name)) continue;
    const [imported, required] = [entry.import.default, entry.require.default];
    assert.deepEqual(requiredNames(required), await importedNames(imported), name);
  }
});

/** The frameworks are not installed here. @param {string} file of the package @returns {Promise<string[]>} */
async function importedNames(file) {
  const { PARTS } = await import('../../client/scripts/parts.js');
  const { build } = await import('esbuild');
  const external = PARTS.flatMap((part) => part.external ?? []);
  const entryPoints = [path.join(target, file)];
  const how = { bundle: true, format: 'esm', metafile: true, write: false, external };
  const { metafile } = await build({ entryPoints, ...how });
  const alone = !Object.values(metafile.outputs)[0].imports.some(({ external: is }) => is);
  // Where nothing is missing, it must also run.
  if (alone) await import(pathToFileURL(path.join(target, file)).href);
  return Object.values(metafile.outputs)[0].exports.sort();
}

/** @param {string} file of the package @returns {string[]} */
function requiredNames(file) {
  const text = fs.readFileSync(path.join(target, file), 'utf8');
  const module = { exports: {} };
  new Function('module', 'exports', 'require', text)(module, module.exports, () => ({}));
  return Object.keys(module.exports).sort();
}

test('it has no dependency, and what of it is not used is left out', async () => {
  assert.equal(about.dependencies, undefined);
  const { build } = await import('esbuild');
  const contents = `import { backoff } from ${JSON.stringify(path.join(ROOT, 'src/core/index.js'))}; console.log(backoff)`;
  const stdin = { contents, resolveDir: ROOT };
  const { outputFiles } = await build({ stdin, bundle: true, write: false, format: 'esm' });
  assert.doesNotMatch(outputFiles[0].text, /class Link/);
});

test('the types are those that the sources say, and strict', () => {
  const tsc = require.resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', path.join(ROOT, 'tsconfig.json')]);
});
