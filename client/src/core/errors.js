/** What can go wrong for who uses this package: `code` stays as it is, the text may change. */
export class SyncError extends Error {
  /**
   * @param {string} code of the server, or one of this package
   * @param {string} [message]
   * @param {object} [more] what belongs to it
   */
  constructor(code, message = code, more) {
    super(message);
    this.name = 'SyncError';
    this.code = code;
    Object.assign(this, more);
  }
}
