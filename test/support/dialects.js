'use strict';

const { DIALECTS } = require('../../lib/dialects');

/** @type {Record<string, import('../../lib/session/dialect').Dialect>} every dialect by its name */
const byName = Object.fromEntries(DIALECTS.map((dialect) => [dialect.name, dialect]));

/** @type {Record<string, number>} the number that each has in the core */
const NUMBERS = Object.fromEntries(DIALECTS.map(({ name }, number) => [name, number]));

/** What a project of the core has to know of them. */
const WORDINGS = DIALECTS.map(({ wording }) => wording);

module.exports = { DIALECTS, NUMBERS, WORDINGS, ...byName };
