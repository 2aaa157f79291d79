'use strict';

const { andThen } = require('../../base/and-then');
const { errorText } = require('../../base/errors');
const { whenUnreadable } = require('../../storage/turns');
const { failure } = require('./failure');
const { answerLoad } = require('./load');
const { answerSync } = require('./sync');
const { packIn, readLoad, readSearch } = require('./pack');
const { RequestLog } = require('./request-log');

/** @typedef {import('../../net/exchange').Answer} Answer */
/** @typedef {import('../../net/exchange').Call} Call */
/** @typedef {import('../../net/exchange').Refusal} Refusal */
/** @typedef {import('../../net/exchange').Route} Route */
/** @typedef {import('../../project/hosted-project').HostedProject} HostedProject */
/** @typedef {import('../../session/dialect').Visitor} Visitor */

/**
 * @callback AdmitTo
 * @param {string} id of a project
 * @param {{authorization?: string, wanted: URLSearchParams}} shown
 * @param {Call['caller']} caller
 * @returns {Verdict | Promise<Verdict>}
 */

/** @typedef {{visitor: Visitor, project: HostedProject} | (Refusal & {userName?: string})} Verdict */

/** @typedef {Visitor & {log: RequestLog, network: string}} Client */

/** @typedef {string | undefined | Refusal} Text of a pack, if there is one */

/** @typedef {{client: Client, project: HostedProject, search: URLSearchParams}} Admitted */

// V8 parses a load, and takes a third of a second for a megabyte of brackets.
const LONGEST_LOAD = 64 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * Handles the HTTP requests of a CrudManager. Each request is authenticated on its own.
 */
class CrudEndpoint {
  #admitTo;
  #log;
  #maxPayload;
  #parts;

  /**
   * @param {{maxPayload: number}} options
   * @param {import('./sync').SyncParts & {admitTo: AdmitTo, log: import('../../base/log').Log}} parts
   */
  constructor({ maxPayload }, { admitTo, log, ...parts }) {
    this.#admitTo = admitTo;
    this.#log = log;
    this.#maxPayload = maxPayload;
    this.#parts = parts;
  }

  /**
   * @param {{loadPath: string | false, syncPath: string | false}} paths
   * @returns {Route[]}
   */
  routes({ loadPath, syncPath }) {
    /** @type {Route[]} */
    const routes = [];
    if (loadPath !== false)
      routes.push({
        path: loadPath,
        methods: ['GET', 'HEAD', 'POST'],
        answer: (call) => this.#answer('a load', call, (admitted) => this.#load(call, admitted)),
        refuse: failure,
      });
    if (syncPath !== false)
      routes.push({
        path: syncPath,
        methods: ['POST', 'PUT', 'PATCH'],
        answer: (call) => this.#answer('a sync', call, (admitted) => this.#sync(call, admitted)),
        refuse: failure,
      });
    return routes;
  }

  /**
   * @param {string} what
   * @param {Call} call
   * @param {(admitted: Admitted) => Answer | Promise<Answer>} run
   * @returns {Answer | Promise<Answer>}
   */
  #answer(what, call, run) {
    const search = readSearch(call.search);
    if ('status' in search) return failure(search);
    const { authorization, caller, project: id } = call;
    const verdict = this.#admitTo(id, { authorization, wanted: search }, caller);
    return andThen(verdict, (admitted) => this.#judged(admitted, { what, call, search, run }));
  }

  /**
   * @param {Verdict} admitted
   * @param {{what: string, call: Call, search: URLSearchParams, run: (admitted: Admitted) => Answer | Promise<Answer>}} asked
   * @returns {Answer | Promise<Answer>}
   */
  #judged(admitted, { what, call, search, run }) {
    const { userName } = 'status' in admitted ? admitted : admitted.visitor;
    const log = new RequestLog(this.#log, call.address, userName);
    if ('status' in admitted) {
      log.refused(what, errorText(admitted.code));
      return failure(admitted);
    }
    const { project } = admitted;
    const { rights, avatar, isGuest } = admitted.visitor;
    const client = { userName, rights, avatar, isGuest, log, network: call.caller.network };
    const done = run({ client, project, search });
    return whenUnreadable(done, () => failure({ code: 'ERR_STORAGE_FAILED' }));
  }

  /**
   * @param {Call} call
   * @param {Admitted} admitted
   * @returns {Answer | Promise<Answer>}
   */
  #load(call, { client, project, search }) {
    const asked = call.method === 'POST' ? textOf(call, search) : packIn(search);
    return andThen(asked, (text) => {
      if (typeof text === 'object') return failure(text);
      const pack = readLoad(text, search);
      if ('status' in pack) return failure(pack, pack.requestId);
      if (client.log.isDebug) client.log.debug(`load of project ${project.id}`);
      return project.read(() => answerLoad(project, pack, (tag) => call.has(tag)));
    });
  }

  /**
   * @param {Call} call
   * @param {Admitted} admitted
   * @returns {Answer | Promise<Answer>}
   */
  #sync(call, { client, project, search }) {
    return andThen(call.body(this.#maxPayload), (body) => {
      if (!Buffer.isBuffer(body)) return failure(body);
      const bytes = body.length > 0 ? body : Buffer.from(packIn(search) ?? '');
      return answerSync(this.#parts, { client, project }, bytes);
    });
  }
}

/**
 * @param {Call} call
 * @param {URLSearchParams} search
 * @returns {Text | Promise<Text>} the JSON text of a pack
 */
function textOf(call, search) {
  return andThen(call.body(LONGEST_LOAD), (bytes) => {
    if (!Buffer.isBuffer(bytes)) return bytes;
    if (bytes.length === 0) return packIn(search);
    try {
      return utf8.decode(bytes);
    } catch {
      return { status: 400, code: 'ERR_INVALID_UTF8' };
    }
  });
}

module.exports = { CrudEndpoint };
