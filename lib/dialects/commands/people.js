'use strict';

const { errorText } = require('../../base/errors');
const { readPlace } = require('../../presence/place');

/** @typedef {import('./handlers').Command} Command */

/**
 * Reports the position of a client, which from then on gets the list of people and locks. Clients that never send a
 * `presence` get neither.
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
