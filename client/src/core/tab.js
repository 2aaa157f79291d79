/**
 * Listens to what a browser says to a page; elsewhere nobody says it.
 *
 * @param {string} name
 * @param {(event: any) => void} listener
 * @returns {() => void} ends it
 */
export const listenToPage = (name, listener) => {
  globalThis.addEventListener?.(name, listener);
  return () => globalThis.removeEventListener?.(name, listener);
};

/**
 * Has a browser ask before it closes a tab; elsewhere nothing.
 *
 * @param {() => boolean} isUnsaved would something be lost now?
 * @returns {() => void} ends it
 */
export const guardTab = (isUnsaved) =>
  listenToPage('beforeunload', (event) => isUnsaved() && event.preventDefault());
