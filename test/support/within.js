'use strict';

const PATIENCE_MS = 10_000;

/**
 * A promise that a test waits for, but not for ever.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {string} wanted what the test waits for, for the error
 * @returns {Promise<T>}
 */
async function within(promise, wanted) {
  let timer;
  const tooLate = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No ${wanted} in ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

module.exports = { within };
