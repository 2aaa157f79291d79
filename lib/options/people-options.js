'use strict';

const { isObject } = require('../base/is-object');
const { isOfTheDemo } = require('./project-options');
const { flag, structure } = require('./option-kinds');

/** @typedef {import('./option-types').Option} Option */

const DEMO_USERS = Object.freeze({
  admin: { password: 'admin', group: 'admin' },
  alex: { password: 'alex', group: 'user' },
  ben: { password: 'ben', group: 'user' },
});

const GROUPS = Object.freeze({
  admin: { projects: [1, 2, 3], reset: true },
  user: { projects: [1, 2], reset: true },
  anonymous: { projects: [1], reset: false },
});
// The demo data belong to nobody: everybody may reset them.
const DEMO_GROUPS = Object.freeze({ ...GROUPS, anonymous: { projects: [1], reset: true } });

/**
 * Users, groups and rights.
 *
 * @satisfies {Record<string, Option>}
 */
const PEOPLE_OPTIONS = {
  users: {
    kind: structure('an object of name: {password, token, group}', isObject),
    default: DEMO_USERS,
    // With `groups` alone, there are no demo users in them.
    defaultFor: (given) => (given.groups ? {} : DEMO_USERS),
    help: 'who needs a password or a token (default: the demo users admin, alex and ben; with groups: nobody)',
  },
  groups: {
    kind: structure('an object of name: {projects, reset, force}', isObject),
    default: GROUPS,
    defaultFor: (given) => (isOfTheDemo(given) ? DEMO_GROUPS : GROUPS),
    help: 'what each group may do; the group anonymous is everybody without a password',
  },
  guests: {
    kind: flag(),
    default: true,
    // With the operator's own data, anonymous viewers are not shown to the others.
    defaultFor: isOfTheDemo,
    help:
      'show the others who comes without a token, under the name that they give ' +
      '(default: true, with data of your own, or a storage, false)',
  },
};

module.exports = { PEOPLE_OPTIONS };
