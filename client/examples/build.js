import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * Makes one of the examples from the package as it is built in client/dist.
 *
 * @param {string} name of its folder
 * @param {string} target a folder
 */
export async function buildExample(name, target) {
  const source = join(here, name);
  mkdirSync(target, { recursive: true });
  const main = readdirSync(source).find((file) => file.startsWith('main.'));
  await build({
    absWorkingDir: here,
    // The package is a link here, and what it needs of its user is not beside where that leads.
    preserveSymlinks: true,
    entryPoints: [join(source, String(main))],
    outfile: join(target, 'main.js'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    sourcemap: true,
    logLevel: 'warning',
    jsx: 'automatic',
    alias: { vue: 'vue/dist/vue.esm-bundler.js' },
    define: {
      'process.env.NODE_ENV': '"development"',
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
  });
  cpSync(join(source, 'index.html'), join(target, 'index.html'));
  cpSync(join(here, 'page.css'), join(target, 'page.css'));
  cpSync(join(here, '../dist/style.css'), join(target, 'style.css'));
}

/** @returns {string[]} the names of all examples */
export const examples = () =>
  readdirSync(here).filter((name) => existsSync(join(here, name, 'index.html')));
