'use strict';

/**
 * All error codes of this package. Codes are an API: they never change their meaning and are never
 * reused. Their sentences may change in any release.
 *
 * @type {Readonly<Record<string, string>>}
 */
const ERROR_CODES = Object.freeze({
  // Answers to a client about the text of its message.
  ERR_INVALID_JSON: 'The message is not JSON text.',
  ERR_INVALID_UTF8: 'The message is not valid UTF-8.',
  ERR_TOO_DEEP: 'The message nests arrays and objects deeper than 64 levels.',
  ERR_MESSAGE_TOO_LARGE: 'The message, or a command in it that is not a change, is too large.',
  ERR_TOO_MANY_FRAGMENTS: 'The message comes in too many frames.',
  ERR_NOT_AN_OBJECT: 'The message is JSON, but not an object.',
  ERR_INVALID_COMMAND: 'The message has no command or type, or two, or one that is not a string.',
  ERR_UNKNOWN_COMMAND: 'The server has no command or type of message of this name.',
  ERR_BINARY_MESSAGE: 'The message came as a binary frame; messages are text.',

  // Refusals of a connection, with an HTTP status; all except the first are for /gantt-sync.
  ERR_UNKNOWN_PATH: 'The server does not speak what clients of this address speak.',
  ERR_FORBIDDEN_ORIGIN: 'Pages of this origin may not connect to this server.',
  ERR_UNAUTHORIZED: 'The token, or the name and the password, are missing or wrong.',
  ERR_FORBIDDEN: 'The user may not see the project.',

  // Answers to HTTP requests.
  ERR_INVALID_REQUEST: 'The request has a method, a header or a parameter that it may not have.',
  ERR_BODY_TIMEOUT: 'The body of the request did not come in time.',
  ERR_CONFLICT: 'Somebody else has changed the same; nothing of the change was made.',
  ERR_BUSY: 'The server has too many requests to answer; try again later.',

  // From the core to lib/ only, which answers with one of the fixed texts without a code.
  ERR_PROJECT_REQUIRED: 'The change, or the address, names no project.',
  ERR_NOT_SUBSCRIBED: 'The change is for a project that the connection has not loaded.',

  // Answers to a client about a change.
  ERR_BEFORE_RESET: 'The change was sent before its author had seen that the project was reset.',
  ERR_NOT_RESUMED:
    'The change may have been made on an earlier connection, and the server cannot tell any more.',
  ERR_VETOED: 'The application that runs the server refused the change.',
  ERR_INVALID_DATA: '`data` is not an object.',
  ERR_INVALID_REVISION: 'A revision, or the list of revisions, has the wrong shape.',
  ERR_INVALID_CHANGES: 'The changes of a revision have the wrong shape.',
  ERR_INVALID_ID: 'An id is neither a string nor a number, or is too long.',
  ERR_DUPLICATE_KEY: 'An object of the change has the same key twice.',
  ERR_TOO_MANY_STORES: 'The change would give the project too many stores.',
  ERR_PROJECT_FULL: 'The change would make the project larger than it may be.',

  // Other answers to a client.
  ERR_INVALID_RECORD:
    'A record has no type and id that it could have, or what is done to it is neither viewing nor editing.',
  ERR_TOO_MANY_ATTEMPTS: 'Too many wrong passwords were tried; the text says when to try again.',
  ERR_LOGINS_BUSY: 'The server has too many logins to check; try again later.',
  ERR_TOO_MANY_LOGINS: 'The connection has logged in too often; it may again a moment later.',
  ERR_LOGIN_TIMEOUT: 'The connection did not log in in time; the server closes it.',
  ERR_LOCKED: 'Somebody else has locked the record: what would change it was not made.',
  ERR_LOCKS_OFF: 'Records of this server cannot be locked.',
  ERR_TOO_MANY_LOCKS: 'The connection, or all at the project, hold or await too many locks.',
  ERR_UNKNOWN_VERSION: 'The project has no version of this id.',
  ERR_DATA_NOT_LOADED: "The project's data could not be loaded again; the reset changed nothing.",
  ERR_INTERNAL: 'The server failed; its log says why.',

  // Rejections and exceptions of the JavaScript API.
  ERR_UNKNOWN_OPTION: 'There is no option of this name.',
  ERR_INVALID_OPTION: 'The value of an option is not one that it may have.',
  ERR_DAMAGED: 'What was kept of a project is not whole, or not what this server wrote.',
  ERR_STORAGE_FAILED: 'What is kept of the projects could not be written or read.',
  ERR_STORAGE_FULL: 'There is no room to keep the change: it was not made.',
  ERR_STORAGE_HEAD:
    'What is kept of the project is not what this server made: another one has written it.',
  ERR_STORAGE_IN_USE: 'Another server keeps its projects in that file.',
  ERR_STORAGE_NEWER: 'A later version of this program has written that file.',
  ERR_INVALID_DATA_FILE: 'The data of a project, or a projects.json, does not say what it should.',
  ERR_DATA_FILE_NOT_READ: 'A data file or folder is missing or cannot be read.',
  ERR_UNKNOWN_PROJECT: 'There is no project of this id.',
  ERR_UNKNOWN_REVISION: 'The project was not kept at that revision or time.',
  ERR_UNKNOWN_RECORD: 'The project has no such record, and had none at that revision.',
  ERR_QUERY_TOO_COSTLY: 'The filters and sorters of a load would look at too much.',
  ERR_UNKNOWN_USER: 'Nobody of that name has changed anything that is kept.',
  ERR_NO_HISTORY: 'The storage of the server has no history that one could look into.',
  ERR_FILE_EXISTS: 'The file that was to be made is there already.',
  ERR_CERTIFICATE: 'The key or the certificate for TLS cannot be read or used.',
  ERR_NOT_LISTENING: 'The port or the host cannot be listened on.',
  ERR_ALREADY_STARTED: 'The server is running already.',
  ERR_NOT_STARTED: 'The method needs a running server.',
  EADDRINUSE: 'Another program listens on the port.',
  EACCES: 'This user may not listen on the port.',
});

/**
 * The text of an error for a client: the message, then the code in parentheses.
 *
 * @param {string} code one of ERROR_CODES
 * @param {string} [message] default: the sentence of the code
 * @returns {string}
 */
function errorText(code, message = ERROR_CODES[code].replace(/\.$/, '')) {
  return `${message} (${code})`;
}

/**
 * An Error with a code, like those of Node.
 *
 * @param {string} code one of ERROR_CODES
 * @param {string} message
 * @param {unknown} [cause]
 * @returns {Error & {code: string}}
 */
function codedError(code, message, cause) {
  return Object.assign(new Error(`${message} (${code})`, { cause }), { code });
}

/**
 * A TypeError with a code, for a wrong call.
 *
 * @param {string} code one of ERROR_CODES
 * @param {string} message
 * @returns {TypeError & {code: string}}
 */
function codedTypeError(code, message) {
  return Object.assign(new TypeError(`${message} (${code})`), { code });
}

/**
 * The text for the log of a value that a function of the application threw. The value may be
 * anything, and may itself throw when it is read.
 *
 * @param {any} error
 * @returns {string}
 */
function describeThrown(error) {
  try {
    return String(error?.stack ?? error);
  } catch {
    return 'something that cannot be shown';
  }
}

module.exports = { ERROR_CODES, describeThrown, errorText, codedError, codedTypeError };
