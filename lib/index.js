'use strict';

const { hashPassword } = require('./passwords');
const { WebSocketServer } = require('./websocket-server');

module.exports = { WebSocketServer, hashPassword };
