'use strict';

const { callback } = require('./option-kinds');

/** @typedef {import('./option-types').Option} Option */

/**
 * The hooks of an application.
 *
 * @satisfies {Record<string, Option>}
 */
const HOOK_OPTIONS = {
  beforeChange: { kind: callback(), help: 'is asked before a change is made; false or a text: no' },
  onChange: { kind: callback(), help: 'is told of each change that was made' },
  onLoad: {
    kind: callback(),
    help: 'answers the first data of a project that has no source',
  },
  onStore: {
    kind: callback(),
    help: 'is given a project that was changed, to keep it elsewhere',
  },
  onLogin: { kind: callback(), help: 'is told of each login' },
  onSubscribe: { kind: callback(), help: 'is told who follows a project' },
  onReset: { kind: callback(), help: 'is told of each reset' },
  onConflict: { kind: callback(), help: 'is asked for the policy for a conflict' },
  onStorm: {
    kind: callback(),
    help: 'is told of two clients that overwrite each other without end',
  },
  verifyToken: { kind: callback(), help: 'is asked whose a token is' },
};

module.exports = { HOOK_OPTIONS };
