/**
 * Has a browser ask before it closes a tab; elsewhere nothing.
 *
 * @param {() => boolean} isUnsaved would something be lost now?
 * @returns {() => void} ends it
 */
export const guardTab = (isUnsaved) => {
  if (typeof globalThis.addEventListener !== 'function') return () => {};
  const ask = (/** @type {any} */ event) => {
    if (isUnsaved()) event.preventDefault();
  };
  globalThis.addEventListener('beforeunload', ask);
  return () => globalThis.removeEventListener('beforeunload', ask);
};
