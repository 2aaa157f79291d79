'use strict';

const { ERROR_CODES } = require('../../base/errors');

/** @typedef {import('../../net/exchange').Answer} Answer */
/** @typedef {import('../../net/exchange').Refusal} Refusal */

/** @type {Record<string, number>} statuses of codes other than 400 */
const STATUS = {
  ERR_UNKNOWN_PROJECT: 404,
  ERR_UNKNOWN_RECORD: 404,
  ERR_BEFORE_RESET: 409,
  ERR_CONFLICT: 409,
  ERR_UNKNOWN_REVISION: 410,
  ERR_MESSAGE_TOO_LARGE: 413,
  ERR_QUERY_TOO_COSTLY: 422,
  ERR_VETOED: 422,
  ERR_INTERNAL: 500,
  ERR_STORAGE_FAILED: 503,
  ERR_STORAGE_FULL: 507,
  ERR_PROJECT_FULL: 507,
};

/**
 * The error response for a CrudManager: `{"success":false,"requestId":…,"message":…,"code":…}`.
 *
 * @param {Partial<Refusal> & {code: string}} refusal
 * @param {string} [requestId] JSON text
 * @returns {Answer}
 */
function failure({ code, message, status = STATUS[code] ?? 400, waitMs }, requestId) {
  const said = message ?? ERROR_CODES[code].replace(/\.$/, '');
  const named = requestId === undefined ? '' : `"requestId":${requestId},`;
  const rest = `"message":${JSON.stringify(said)},"code":"${code}"`;
  /** @type {Record<string, string>} */
  const headers = {};
  if (status === 401) headers['WWW-Authenticate'] = 'Bearer';
  if (waitMs !== undefined) headers['Retry-After'] = String(Math.ceil(waitMs / 1000));
  return { status, headers, parts: [Buffer.from(`{"success":false,${named}${rest}}`)] };
}

module.exports = { failure };
