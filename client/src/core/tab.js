/**
 * Listens to events of a browser page; does nothing elsewhere.
 *
 * @param {string} name
 * @param {(event: any) => void} listener
 * @returns {() => void} removes the listener
 */
export const listenToPage = (name, listener) => {
  globalThis.addEventListener?.(name, listener);
  return () => globalThis.removeEventListener?.(name, listener);
};

/**
 * Lets a browser ask before it closes a tab; does nothing elsewhere.
 *
 * @param {() => boolean} isUnsaved are there unsaved changes?
 * @returns {() => void} removes the listener
 */
export const guardTab = (isUnsaved) =>
  listenToPage('beforeunload', (event) => isUnsaved() && event.preventDefault());
