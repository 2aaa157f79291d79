'use strict';

/** Why a connection is closed: RFC 6455, 7.4.1. Those from 4400 on say that coming again in the same way is of no use. */
const CLOSE = Object.freeze({
  NORMAL: 1000,
  GOING_AWAY: 1001,
  POLICY_VIOLATION: 1008,
  REPLACED: 4409,
});

module.exports = { CLOSE };
