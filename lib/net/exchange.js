'use strict';

/**
 * A plain HTTP request and its response, for code that knows nothing of HTTP servers.
 *
 * @typedef {object} Call
 * @property {string} method
 * @property {string} project the id in the path
 * @property {string} search the query with its `?`; or empty
 * @property {string | undefined} authorization
 * @property {string} address of the client
 * @property {{network: string, signal: AbortSignal}} caller
 * @property {(limit: number) => Buffer | Refusal | Promise<Buffer | Refusal>} body
 * @property {(tag: string) => boolean} has does the client already have the content of this ETag?
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {Buffer[]} parts of a JSON text; read-only
 * @property {Record<string, string>} [headers]
 * @property {string} [tag] ETag of the content
 * @property {boolean} [closes] close the connection after it?
 *
 * @typedef {object} Refusal
 * @property {number} status
 * @property {string} code
 * @property {string} [message] instead of the sentence of the code
 * @property {number} [waitMs] milliseconds until the next attempt
 *
 * @typedef {object} Route
 * @property {string} path a pattern that contains `:project`
 * @property {string[]} methods
 * @property {(call: Call) => Answer | Promise<Answer>} answer a promise if it must wait
 * @property {(refusal: Refusal) => Answer} refuse
 */

module.exports = {};
