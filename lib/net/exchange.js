'use strict';

/**
 * A request over HTTP that asks for no WebSocket, and its answer, as those see them who know nothing of HTTP servers.
 *
 * @typedef {object} Call
 * @property {string} method
 * @property {string} project the id in the path
 * @property {string} search what stands behind the path, from its `?` on; or empty
 * @property {string | undefined} authorization
 * @property {string} address where it comes from
 * @property {{network: string, signal: AbortSignal}} caller
 * @property {(limit: number) => Buffer | Refusal | Promise<Buffer | Refusal>} body
 * @property {(tag: string) => boolean} has who asks what the tag names, and needs no body?
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {Buffer[]} parts of a JSON text; none of it is written to
 * @property {Record<string, string>} [headers]
 * @property {string} [tag] of what it shows: who has that already needs no body
 * @property {boolean} [closes] does the connection end with it?
 *
 * @typedef {object} Refusal
 * @property {number} status
 * @property {string} code
 * @property {string} [message] in place of the sentence of the code
 * @property {number} [waitMs] when it may be tried again
 *
 * @typedef {object} Route
 * @property {string} path a pattern, with `:project` in it
 * @property {string[]} methods
 * @property {(call: Call) => Answer | Promise<Answer>} answer a promise where it has to wait
 * @property {(refusal: Refusal) => Answer} refuse
 */

module.exports = {};
