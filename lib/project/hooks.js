'use strict';

const { describeThrown } = require('../base/errors');
const { POLICIES, isPolicy } = require('../native/policies');

/** @typedef {import('../native/policies').DialectName} DialectName */
/** @typedef {import('../native/policies').Policy} Policy */

/**
 * A record in a change: its id or phantom id, and the written fields.
 *
 * @typedef {{id?: number | string | null, $PhantomId?: number | string, [field: string]: unknown}} ChangedRecord
 */

/** @typedef {{added?: ChangedRecord[], updated?: ChangedRecord[], removed?: ChangedRecord[]}} RecordLists */

/** @typedef {RecordLists & {$input?: RecordLists}} StoreChanges `$input`: the part that the user did */

/**
 * Changes by store; of `project` the fields. Before a change is applied, the content of the stores is unchecked.
 *
 * @typedef {{project?: Record<string, unknown>} & {[store: string]: StoreChanges | undefined}} ChangesByStore
 */

/**
 * A requested change. `changes` is parsed when the hook first reads it, and belongs to the hook.
 *
 * @typedef {object} Change
 * @property {number | string} project
 * @property {string} [userName] none: anonymous
 * @property {string} client
 * @property {DialectName} dialect
 * @property {Buffer} bytes the whole message as received; read-only
 * @property {ChangesByStore[]} changes one for each revision of the message; in `flat` and `sync` exactly one. Invalid
 * ones are omitted, and refused by the server
 */

/**
 * An applied change. `revisions` is parsed when the hook first reads it, and belongs to the hook.
 *
 * @typedef {object} AppliedChange
 * @property {number | string} project
 * @property {number} revision number of its last revision
 * @property {string} client its author
 * @property {string} [userName] none: anonymous
 * @property {DialectName} dialect of the author
 * @property {Buffer} message the `project_change` message for `commands` subscribers; read-only
 * @property {{revision: string, localRevision?: string | number, client: string, changes: ChangesByStore}[]} revisions
 * in the message; those of `server` correct refused or lost edits
 */

/** @typedef {{client: string, userName: string, dialect: DialectName}} Login */
/** @typedef {{project: number | string, client: string, userName?: string, dialect: DialectName}} Following */
/** @typedef {{project: number | string, userName: string}} Reset */

/**
 * The current state of a project.
 *
 * @typedef {object} Stored
 * @property {number | string} project
 * @property {string} name
 * @property {number} revision number of the last one in it
 * @property {Buffer} dataset JSON text, usable as a data file
 */

/**
 * Fields that somebody else has written since the author last saw them, or a removed record.
 *
 * @typedef {object} ConflictingRecord
 * @property {string} store
 * @property {'concurrent_edit' | 'task_not_found' | 'record_not_found'} type
 * @property {number | string} id
 * @property {string[]} [fields]
 */

/**
 * @typedef {object} Conflict
 * @property {number | string} project
 * @property {string} client
 * @property {string} [userName] none: anonymous
 * @property {DialectName} dialect
 * @property {Policy} policy the default for this change
 * @property {ConflictingRecord[]} conflicts all conflicts of the message
 */

/**
 * Two clients that overwrite each other's value of one field endlessly.
 *
 * @typedef {object} Storm
 * @property {number | string} project
 * @property {string} store
 * @property {number | string} id of the record
 * @property {string} field
 * @property {string[]} clients the two clients, the last writer second
 * @property {number} alternations within ten seconds
 */

/** @typedef {string | {userName: string, group?: string, avatar?: string, expires?: number | Date} | undefined} Verified */

/**
 * The hooks of an application. Each may return a promise; an exception or rejection is logged.
 *
 * @typedef {object} HookOptions
 * @property {(change: Change) => boolean | string | void | Promise<boolean | string | void>} [beforeChange] false, or a
 * text with the reason, refuses the change; so does a failure of the hook
 * @property {(change: AppliedChange) => unknown} [onChange]
 * @property {(project: {project: number | string, name: string}) => unknown} [onLoad] returns the data of a project
 * without a source, in any form of `source` or as JSON text, or a promise of that; called at the start and at a reset
 * @property {(stored: Stored) => unknown} [onStore] called a second after the last change, and at most ten seconds
 * after the first. Its promise is awaited; after a failure it is called again. destroy() waits for it
 * @property {(login: Login) => unknown} [onLogin]
 * @property {(following: Following) => unknown} [onSubscribe]
 * @property {(reset: Reset) => unknown} [onReset]
 * @property {(conflict: Conflict) => Policy | void | Promise<Policy | void>} [onConflict] returns the policy for this
 * change
 * @property {(storm: Storm) => unknown} [onStorm]
 * @property {(token: string) => Verified | Promise<Verified>} [verifyToken] returns the user of the token; undefined:
 * invalid
 */

const REFUSED = 'The change was refused';

/**
 * Wraps the hooks of the application so that they never throw or reject. A missing hook is undefined here, so that
 * `hooks.onLogin?.({…})` does not create the argument.
 */
class Hooks {
  #log;

  /**
   * @param {HookOptions} given
   * @param {import('../base/log').Log} log
   */
  constructor(given, log) {
    this.#log = log;
    this.onChange = this.#telling('onChange', given.onChange);
    this.onLogin = this.#telling('onLogin', given.onLogin);
    this.onSubscribe = this.#telling('onSubscribe', given.onSubscribe);
    this.onReset = this.#telling('onReset', given.onReset);
    this.onStorm = this.#telling('onStorm', given.onStorm);
    /** The user of a token; undefined: invalid. */
    this.verifyToken = this.#asking('verifyToken', given.verifyToken, namedBy, undefined);
    /** Why a change is refused; undefined: it is allowed. */
    this.beforeChange = this.#asking('beforeChange', given.beforeChange, reasonOf, REFUSED);
    /** The policy for a conflict; undefined: that of the project. */
    this.onConflict = this.#asking(
      'onConflict',
      given.onConflict,
      (answer) => this.#policyOf(answer),
      undefined,
    );
  }

  /**
   * Logs a failure or an invalid result of a hook.
   *
   * @param {keyof HookOptions} name
   * @param {string} what
   */
  complain(name, what) {
    this.#log.paced('error', 'hook', name, `The hook "${name}" ${what}`);
  }

  /**
   * @template Event
   * @param {keyof HookOptions} name
   * @param {((event: Event) => unknown) | undefined} hook
   * @returns {((event: Event) => void) | undefined}
   */
  #telling(name, hook) {
    const tell = this.#asking(name, hook, () => undefined, undefined);
    return tell && ((event) => void tell(event));
  }

  /**
   * @template Question, Answer, Result
   * @param {keyof HookOptions} name
   * @param {((question: Question) => Answer | Promise<Answer>) | undefined} hook
   * @param {(answer: Answer) => Result} read
   * @param {Result} otherwise the result if the hook fails
   * @returns {((question: Question) => Result | Promise<Result>) | undefined}
   */
  #asking(name, hook, read, otherwise) {
    if (!hook) return undefined;
    /** @param {any} error */
    const fail = (error) => {
      this.complain(name, `failed: ${describeThrown(error)}`);
      return otherwise;
    };
    return (question) => {
      try {
        const answer = hook(question);
        return isThenable(answer) ? Promise.resolve(answer).then(read).catch(fail) : read(answer);
      } catch (error) {
        return fail(error);
      }
    };
  }

  /**
   * @param {Policy | void} answer
   * @returns {Policy | undefined}
   */
  #policyOf(answer) {
    if (answer === undefined) return undefined;
    if (isPolicy(answer)) return answer;
    this.complain('onConflict', `answered none of ${POLICIES.join(', ')}`);
    return undefined;
  }
}

/**
 * @param {Verified} answer of verifyToken; its getters may throw
 * @returns {{userName: unknown, group?: unknown, avatar?: unknown, expires?: unknown} | undefined}
 */
function namedBy(answer) {
  if (!answer) return undefined;
  if (typeof answer === 'string') return { userName: answer };
  const { userName, group, avatar, expires } = answer;
  return { userName, group, avatar, expires };
}

/**
 * @param {boolean | string | void} answer of beforeChange
 * @returns {string | undefined} why the change is refused
 */
function reasonOf(answer) {
  if (answer === false || answer === '') return REFUSED;
  return typeof answer === 'string' ? answer : undefined;
}

/**
 * @template T
 * @param {T | Promise<T>} value
 * @returns {value is Promise<T>}
 */
function isThenable(value) {
  return typeof (/** @type {any} */ (value)?.then) === 'function';
}

module.exports = { Hooks };
