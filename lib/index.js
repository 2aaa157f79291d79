'use strict';

const { hashPassword } = require('./passwords');
const { WebSocketServer } = require('./websocket-server');

/** @typedef {import('./conflict-policies').Dialect} Dialect */
/** @typedef {import('./conflict-policies').Policies} Policies */
/** @typedef {import('./conflict-policies').Policy} Policy */
/** @typedef {import('./hooks').AppliedChange} AppliedChange */
/** @typedef {import('./hooks').Change} Change */
/** @typedef {import('./hooks').Conflict} Conflict */
/** @typedef {import('./hooks').HookOptions} HookOptions */
/** @typedef {import('./hooks').Storm} Storm */
/** @typedef {import('./options').Logger} Logger */
/** @typedef {import('./options').ServerOptions} ServerOptions */

module.exports = { WebSocketServer, hashPassword };
