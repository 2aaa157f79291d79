'use strict';

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
 * @returns {Promise<{visitor: Visitor, project: HostedProject} | (Refusal & {userName?: string})>}
 */

/** @typedef {Visitor & {log: RequestLog, network: string}} Client who asks */

/** @typedef {{client: Client, project: HostedProject, search: URLSearchParams}} Admitted */

// A load is read by V8, for which a megabyte of brackets is a third of a second.
const LONGEST_LOAD = 64 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * What a CrudManager asks for over HTTP. Each request is of its own: who it is from is found out each time.
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
   * @param {(admitted: Admitted) => Promise<Answer>} run
   * @returns {Promise<Answer>}
   */
  async #answer(what, call, run) {
    const search = readSearch(call.search);
    if ('status' in search) return failure(search);
    const { authorization, caller, project: id } = call;
    const admitted = await this.#admitTo(id, { authorization, wanted: search }, caller);
    const { userName } = 'status' in admitted ? admitted : admitted.visitor;
    const log = new RequestLog(this.#log, call.address, userName);
    if ('status' in admitted) {
      log.refused(what, errorText(admitted.code));
      return failure(admitted);
    }
    const { project } = admitted;
    const { rights, avatar, isGuest } = admitted.visitor;
    const client = { userName, rights, avatar, isGuest, log, network: caller.network };
    const done = run({ client, project, search });
    return whenUnreadable(done, () => failure({ code: 'ERR_STORAGE_FAILED' }));
  }

  /**
   * @param {Call} call
   * @param {Admitted} admitted
   * @returns {Promise<Answer>}
   */
  async #load(call, { client, project, search }) {
    const text = call.method === 'POST' ? await textOf(call, search) : packIn(search);
    if (typeof text === 'object') return failure(text);
    const pack = readLoad(text, search);
    if ('status' in pack) return failure(pack, pack.requestId);
    if (client.log.isDebug) client.log.debug(`load of project ${project.id}`);
    return project.read(() => answerLoad(project, pack));
  }

  /**
   * @param {Call} call
   * @param {Admitted} admitted
   * @returns {Promise<Answer>}
   */
  async #sync(call, { client, project, search }) {
    const body = await call.body(this.#maxPayload);
    if (!Buffer.isBuffer(body)) return failure(body);
    const bytes = body.length > 0 ? body : Buffer.from(packIn(search) ?? '');
    return answerSync(this.#parts, { client, project }, bytes);
  }
}

/**
 * @param {Call} call
 * @param {URLSearchParams} search
 * @returns {Promise<string | undefined | Refusal>} the JSON text of a pack
 */
async function textOf(call, search) {
  const bytes = await call.body(LONGEST_LOAD);
  if (!Buffer.isBuffer(bytes)) return bytes;
  if (bytes.length === 0) return packIn(search);
  try {
    return utf8.decode(bytes);
  } catch {
    return { status: 400, code: 'ERR_INVALID_UTF8' };
  }
}

module.exports = { CrudEndpoint };
