'use strict';

const { CalendarProject, next } = require('./calendar-project');
const { within } = require('./support');
const { startServer } = require('../support/test-server');

const USERS = {
  ann: { token: 'key of ann', group: 'user' },
  ben: { token: 'key of ben', group: 'user' },
};
const GROUPS = { user: { projects: '*' }, anonymous: { projects: '*' } };
const SOURCE = {
  eventsData: [
    { id: 'e1', name: 'Dig' },
    { id: 'e2', name: 'Sow' },
  ],
};

/** A server with one calendar. */
function open(t, options = {}) {
  const projects = [{ id: 'garden', name: 'Garden', source: SOURCE }];
  return startServer(t, { projects, users: USERS, groups: GROUPS, socketio: true, ...options });
}

/** A calendar that somebody has before them, whose id is that of the project. */
async function enter(t, server, name, options) {
  const part = await import('../../client/src/socketio/index.js');
  const project = new CalendarProject();
  const told = [];
  const url = server.address.replace(/^ws/, 'http');
  const manager = new part.CalendarSocketIOManager({ id: 'garden', project }, url, {
    token: `key of ${name}`,
    pause: 0,
    retryDelay: () => 0,
    socket: { transports: ['websocket'] },
    ...options,
  });
  t.after(() => manager.disconnect());
  for (const event of ['problem', 'dropped', 'conflict', 'stopped', 'needs-auth'])
    manager.on(event, (detail) => told.push([event, detail]));
  await within(next(manager, 'loaded'), 'calendar');
  const until = async (isThere, ...events) => {
    const names = events.length > 0 ? events : ['changes', 'loaded'];
    const heard = () => Promise.race(names.map((one) => next(manager, one)));
    while (!isThere()) await within(heard(), names.join());
  };
  const has = (...names) => until(() => names.every((one) => project.names.includes(one)));
  return { project, manager, told, until, has };
}

module.exports = { enter, open };
