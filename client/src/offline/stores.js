/**
 * A key-value storage for queues. Any object with these four methods can replace it.
 *
 * @typedef {object} KeyStore
 * @property {(key: string) => Promise<any>} read undefined if there is none
 * @property {(key: string, value: any) => Promise<void>} write
 * @property {(key: string) => Promise<void>} remove
 * @property {(prefix: string) => Promise<string[]>} keys with that prefix
 */

const DATABASE = 'gantt-sync-client';
const TABLE = 'queues';
const PATIENCE_MS = 3000;

/** @returns {KeyStore} in memory, for example in Node */
export const memoryStore = () => {
  const all = new Map();
  return {
    read: async (key) => all.get(key),
    write: async (key, value) => void all.set(key, value),
    remove: async (key) => void all.delete(key),
    keys: async (prefix) => [...all.keys()].filter((key) => key.startsWith(prefix)),
  };
};

/** @param {Storage} storage of the browser @returns {KeyStore} */
export const textStore = (storage) => ({
  read: async (key) => {
    const text = storage.getItem(key);
    return text === null ? undefined : JSON.parse(text);
  },
  write: async (key, value) => storage.setItem(key, JSON.stringify(value)),
  remove: async (key) => storage.removeItem(key),
  keys: async (prefix) => Object.keys(storage).filter((key) => key.startsWith(prefix)),
});

/** @param {IDBFactory} factory of the browser @returns {Promise<KeyStore>} rejects if it may not be used */
export const databaseStore = async (factory) => {
  /** @type {Promise<IDBDatabase> | undefined} */
  let opened;
  const forget = () => {
    opened = undefined;
  };
  const open = async () => {
    const opening = factory.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(TABLE);
    const database = await done(opening);
    // A browser may close the database, and clearing site data waits until it is closed. It is opened again on demand.
    database.onclose = forget;
    database.onversionchange = () => {
      forget();
      database.close();
    };
    return database;
  };
  const current = () => {
    opened ??= open();
    opened.catch(forget);
    return opened;
  };
  const read = async () => (await current()).transaction(TABLE).objectStore(TABLE);
  /**
   * A full disk is reported at the end of the transaction. @param {(table: IDBObjectStore) => void} act @returns
   * {Promise<void>}
   */
  const change = async (act) => {
    const transaction = (await current()).transaction(TABLE, 'readwrite');
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      act(transaction.objectStore(TABLE));
    });
  };
  await current();
  return {
    read: async (key) => done((await read()).get(key)),
    write: (key, value) => change((table) => table.put(value, key)),
    remove: (key) => change((table) => table.delete(key)),
    keys: async (prefix) => {
      const keys = await done((await read()).getAllKeys());
      return keys.map(String).filter((key) => key.startsWith(prefix));
    },
  };
};

/**
 * @param {(error: unknown) => void} [refused] called with the reason if a browser has a storage but denies its use
 * @returns {Promise<KeyStore>} the best available storage
 */
export const bestStore = async (refused) => {
  /** @type {unknown} */
  let why;
  // Some browsers refuse it on opening, others on access.
  for (const find of [withDatabase, withText]) {
    try {
      const store = await find();
      if (store) return store;
    } catch (error) {
      why ??= error;
    }
  }
  if (why) refused?.(why);
  return memoryStore();
};

const withDatabase = () => globalThis.indexedDB && inTime(databaseStore(globalThis.indexedDB));
const withText = () => globalThis.localStorage && textStore(globalThis.localStorage);

/** Some browsers never answer. @template T @param {Promise<T>} opening @returns {Promise<T>} */
const inTime = (opening) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('IndexedDB does not answer')), PATIENCE_MS);
    opening.then(resolve, reject).finally(() => clearTimeout(timer));
  });

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
