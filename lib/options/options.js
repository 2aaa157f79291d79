'use strict';

const { HOOK_OPTIONS } = require('./hook-options');
const { LIMIT_OPTIONS } = require('./limit-options');
const { LISTEN_OPTIONS } = require('./listen-options');
const { PEOPLE_OPTIONS } = require('./people-options');
const { PROJECT_OPTIONS } = require('./project-options');

/**
 * All options, in the order of `--help`.
 *
 * @type {Readonly<Record<keyof import('./option-types').ServerOptions, import('./option-types').Option>>}
 */
const OPTIONS = Object.freeze({
  ...LISTEN_OPTIONS,
  ...PROJECT_OPTIONS,
  ...PEOPLE_OPTIONS,
  ...LIMIT_OPTIONS,
  ...HOOK_OPTIONS,
});

module.exports = { OPTIONS };
