// Makes what is published from src/: ESM and CommonJS with source maps in dist/, types in types/. Prints the sizes, and fails when one
// is over its bound.
//
//   node client/scripts/build.js [FOLDER]     default: client/

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { PARTS } from './parts.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = resolve(process.argv[2] ?? root);
const dist = join(target, 'dist');
const types = join(target, 'types');

rmSync(dist, { recursive: true, force: true });
rmSync(types, { recursive: true, force: true });
rmSync(`${types}-cjs`, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const entryPoints = Object.fromEntries(
  PARTS.map(({ name, entry }) => [name, join(root, 'src', entry)]),
);
const external = [...new Set(PARTS.flatMap((part) => part.external ?? []))];
const common = { entryPoints, outdir: dist, bundle: true, external, target: 'es2022' };
const looks = { sourcemap: true, legalComments: 'none', logLevel: 'warning' };

// What parts have in common is in it once, so that two of them mean the same classes.
await build({ ...common, ...looks, format: 'esm', splitting: true, chunkNames: 'shared-[hash]' });
// It imports parts of which it uses nothing, of which bundlers warn. The lines stay, for the source maps.
for (const file of readdirSync(dist).filter((name) => name.endsWith('.js'))) {
  const text = readFileSync(join(dist, file), 'utf8');
  writeFileSync(join(dist, file), text.replace(/^import "\.\/shared-.*";$/gm, ''));
}
await build({ ...common, ...looks, format: 'cjs', outExtension: { '.js': '.cjs' } });

const styles = join(root, 'src/widgets/style.css');
try {
  cpSync(styles, join(dist, 'style.css'));
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const flags = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly'];
execFileSync(
  process.execPath,
  [
    tsc,
    '-p',
    join(root, 'tsconfig.json'),
    ...flags,
    '--rootDir',
    join(root, 'src'),
    '--outDir',
    types,
  ],
  { stdio: 'inherit' },
);

// TypeScript takes declarations for those of a module of the kind that their package is.
cpSync(types, `${types}-cjs`, { recursive: true });
writeFileSync(join(`${types}-cjs`, 'package.json'), '{ "type": "commonjs" }\n');

let isTooLarge = false;
for (const { name, entry, bound, external: others = [] } of PARTS) {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'src', entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    // What a part builds on is counted there.
    external: [
      ...others,
      ...['core', 'widgets', 'managers', 'bryntum']
        .filter((other) => other !== name)
        .map((other) => `../${other}/*`),
    ],
  });
  const bytes = gzipSync(outputFiles[0].contents, { level: 9 }).length;
  const isOver = bytes > bound;
  isTooLarge ||= isOver;
  console.log(
    `${name}: ${bytes} of ${bound} bytes, minified and gzipped${isOver ? ': TOO LARGE' : ''}`,
  );
}
const count = readdirSync(dist).filter((file) => readFileSync(join(dist, file)).length > 0).length;
console.log(`${count} files in ${dist}`);
process.exitCode = isTooLarge ? 1 : 0;
