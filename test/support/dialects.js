'use strict';

const { DIALECTS } = require('../../lib/dialects');

/** @type {Record<string, import('../../lib/session/dialect').Dialect>} every dialect by its name */
const byName = Object.fromEntries(DIALECTS.map((dialect) => [dialect.name, dialect]));

/** @type {Record<string, number>} the number that each has in the core */
const NUMBERS = Object.fromEntries(DIALECTS.map(({ name }, number) => [name, number]));

module.exports = { DIALECTS, NUMBERS, ...byName };
