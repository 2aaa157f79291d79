'use strict';

const { isObject } = require('../../base/is-object');

/** @typedef {import('../../net/exchange').Refusal} Refusal */

/**
 * The content of a load request. A CrudManager sends it as JSON, in the parameter `data` or in the body; its `params`,
 * and further parameters of the URL, select a part of a store.
 *
 * @typedef {object} LoadPack
 * @property {string} [requestId] JSON text
 * @property {{storeId: string, page?: unknown, pageSize?: unknown}[]} [stores] undefined: all
 * @property {Record<string, unknown>} params
 * @property {string} [store] the only one, requested by an Ajax store
 */

const MOST_PARAMETERS = 100;
/** Shared and read-only. */
const NO_PARAMETERS = new URLSearchParams();
/** @type {LoadPack} an empty pack */
const ALL = Object.freeze({ params: Object.freeze({}) });
const MOST_STORES = 256;
const LONGEST_ID = 1024;

/**
 * @param {string} text the query of a URL
 * @returns {URLSearchParams | Refusal}
 */
function readSearch(text) {
  if (text === '') return NO_PARAMETERS;
  const search = new URLSearchParams(text);
  const names = [...search.keys()];
  if (names.length > MOST_PARAMETERS)
    return bad('ERR_INVALID_REQUEST', `The address has more than ${MOST_PARAMETERS} parameters`);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    return bad('ERR_DUPLICATE_KEY', `The address has the parameter ${JSON.stringify(twice)} twice`);
  return search;
}

/**
 * @param {URLSearchParams} search
 * @returns {string | undefined} the JSON text of a pack in it: `data`, or a name chosen by the application
 */
function packIn(search) {
  if (search === NO_PARAMETERS) return undefined;
  const named = search.get('data');
  if (named !== null) return named;
  return [...search.values()].find((value) => value.startsWith('{"') && value.includes('"type"'));
}

/**
 * @param {string | undefined} text JSON
 * @param {URLSearchParams} search
 * @returns {LoadPack | (Refusal & {requestId?: string})}
 */
function readLoad(text, search) {
  if (text === undefined && search === NO_PARAMETERS) return ALL;
  let pack;
  try {
    pack = text === undefined ? {} : JSON.parse(text);
  } catch {
    return bad('ERR_INVALID_JSON');
  }
  if (!isObject(pack)) return bad('ERR_NOT_AN_OBJECT');
  const {
    requestId: id = search.get('requestId') ?? undefined,
    type,
    stores,
    params = {},
    ...more
  } = pack;
  const requestId = isId(id) ? JSON.stringify(id) : undefined;
  const wrong = (/** @type {string} */ message, code = 'ERR_INVALID_DATA') => ({
    ...bad(code, message),
    requestId,
  });
  if (id !== undefined && requestId === undefined)
    return wrong('requestId is not a string or a number', 'ERR_INVALID_ID');
  if (type !== undefined && type !== 'load')
    return wrong('type is not "load"', 'ERR_INVALID_COMMAND');
  if (!isObject(params)) return wrong('params is not an object');
  const wanted = stores === undefined || stores === null ? undefined : readStores(stores);
  if (typeof wanted === 'string') return wrong(wanted);
  const store = search.get('store') ?? undefined;
  const inAddress = Object.fromEntries([...search].filter(([, value]) => value !== text));
  return { requestId, stores: wanted, store, params: { ...inAddress, ...more, ...params } };
}

/**
 * @param {unknown} stores
 * @returns {LoadPack['stores'] | string} a string: the error
 */
function readStores(stores) {
  if (!Array.isArray(stores)) return 'stores is not a list';
  if (stores.length > MOST_STORES) return `stores has more than ${MOST_STORES} elements`;
  const list = stores.map((one) => (isObject(one) ? one : { storeId: one }));
  if (!list.every(({ storeId }) => typeof storeId === 'string' && storeId.length <= LONGEST_ID))
    return 'stores has an element that names no store';
  const names = list.map(({ storeId }) => storeId);
  if (new Set(names).size < names.length) return 'stores names one twice';
  return /** @type {LoadPack['stores']} */ (list);
}

/**
 * @param {unknown} value
 * @returns {boolean}
 */
function isId(value) {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'string' && value.length <= LONGEST_ID && value.isWellFormed();
}

/**
 * @param {string} code
 * @param {string} [message]
 * @returns {Refusal}
 */
function bad(code, message) {
  return { status: 400, code, message };
}

module.exports = { ALL, packIn, readLoad, readSearch };
