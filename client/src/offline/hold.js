// A living tab answers immediately, even a hidden one.
const PATIENCE_MS = 300;

/**
 * Reserves a queue for the life of the tab.
 *
 * @param {string} name
 * @returns {Promise<(() => void) | undefined>} releases it; undefined: another tab holds it
 */
export const hold = (name) => {
  const locks = globalThis.navigator?.locks;
  if (locks) return holdLock(locks, name);
  // Node has BroadcastChannel, but no tabs.
  if (!globalThis.BroadcastChannel || !globalThis.location) return Promise.resolve(() => {});
  return holdByWord(name);
};

/** @param {LockManager} locks @param {string} name @returns {Promise<(() => void) | undefined>} */
const holdLock = (locks, name) =>
  new Promise((resolve) => {
    const asked = locks.request(name, { ifAvailable: true }, (lock) => {
      if (!lock) {
        resolve(undefined);
        return undefined;
      }
      return new Promise((end) => {
        resolve(() => end(undefined));
      });
    });
    // A frame without access to storage shares nothing with other tabs.
    asked.catch(() => resolve(() => {}));
  });

/**
 * Web Locks need a secure context. Without them, tabs ask each other by messages; of two simultaneous requests, one is
 * withdrawn.
 *
 * @param {string} name
 * @returns {Promise<(() => void) | undefined>}
 */
const holdByWord = (name) =>
  new Promise((resolve) => {
    const channel = new BroadcastChannel(name);
    // The lower number wins; a holder has the lowest.
    let mine = Math.random();
    const timer = setTimeout(() => {
      mine = -1;
      resolve(() => channel.close());
    }, PATIENCE_MS);
    channel.onmessage = ({ data: { theirs, isQuestion } }) => {
      if (theirs > mine) {
        if (isQuestion) channel.postMessage({ theirs: mine });
        return;
      }
      clearTimeout(timer);
      channel.close();
      resolve(undefined);
    };
    channel.postMessage({ theirs: mine, isQuestion: true });
  });
