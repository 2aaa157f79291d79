// A tab that is there answers at once, also one that nobody sees.
const PATIENCE_MS = 300;

/**
 * Holds a queue as long as the tab lives.
 *
 * @param {string} name
 * @returns {Promise<(() => void) | undefined>} lets it go; undefined: another tab holds it
 */
export const hold = (name) => {
  const locks = globalThis.navigator?.locks;
  if (locks) return holdLock(locks, name);
  // Node has the channel, and no tabs.
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
    // A page in a frame that may keep nothing shares nothing with other tabs.
    asked.catch(() => resolve(() => {}));
  });

/**
 * Browsers have locks only for pages that came safely. For the others tabs ask each other; of two that ask at once, one goes back.
 *
 * @param {string} name
 * @returns {Promise<(() => void) | undefined>}
 */
const holdByWord = (name) =>
  new Promise((resolve) => {
    const channel = new BroadcastChannel(name);
    // Whose number is less has it; who holds it has less than all.
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
