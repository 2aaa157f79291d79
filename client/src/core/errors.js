/** The error of this package: `code` is stable, the text may change. */
export class SyncError extends Error {
  /**
   * @param {string} code of the server, or one of this package
   * @param {string} [message]
   * @param {object} [more] further properties
   */
  constructor(code, message = code, more) {
    super(message);
    this.name = 'SyncError';
    this.code = code;
    Object.assign(this, more);
  }
}
