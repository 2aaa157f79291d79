'use strict';

const js = require('@eslint/js');

// Every global of the Node that runs this: Buffer, process, setTimeout, URL and the rest.
const nodeGlobals = Object.fromEntries(
  Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly']),
);

module.exports = [
  {
    ignores: [
      'build/',
      'types/',
      'prebuilds/',
      'client/dist/',
      'client/types/',
      'client/types-cjs/',
      '**/node_modules/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.js'],
    languageOptions: {
      ecmaVersion: 2023,
      sourceType: 'commonjs',
      globals: { ...nodeGlobals, __dirname: 'readonly', __filename: 'readonly' },
    },
    rules: { strict: ['error', 'global'] },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { ecmaVersion: 2023, sourceType: 'module', globals: nodeGlobals },
  },
  {
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', 500],
      'no-promise-executor-return': 'error',
      'no-shadow': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    // Numbers that a double cannot hold are what some tests are about.
    files: ['test/**'],
    rules: { 'no-loss-of-precision': 'off' },
  },
  {
    files: ['demo/**', 'client/**'],
    languageOptions: { sourceType: 'module' },
    rules: { strict: 'off' },
  },
  {
    // Runs in browsers, whose globals TypeScript knows.
    files: ['client/src/**', 'client/examples/*/**', 'demo/page/**'],
    rules: { 'no-undef': 'off' },
  },
];
