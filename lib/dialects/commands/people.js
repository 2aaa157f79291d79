'use strict';

const { errorText } = require('../../base/errors');
const { readPlace } = require('../../presence/place');

/** @typedef {import('./handlers').Command} Command */

/**
 * Tells the others where somebody is, who is told from then on where the others are and what they have locked: clients that do not
 * know of it never hear of it.
 *
 * @type {Command['run']}
 */
function tellPlace(session, { command, fields, project }) {
  const place = readPlace(fields);
  if (place === undefined) return session.refuse(command, errorText('ERR_INVALID_RECORD'));
  const { member } = session;
  if (!member) return undefined;
  project.people.select(member, place);
  project.people.listen(member);
  return project.lockNews?.add(member);
}

module.exports = { tellPlace };
