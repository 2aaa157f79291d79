'use strict';

const { describeThrown } = require('../base/errors');
const { POLICIES, isPolicy } = require('../native/policies');

/** @typedef {import('../native/policies').DialectName} DialectName */
/** @typedef {import('../native/policies').Policy} Policy */

/**
 * A record in a change: its id, or the name that its client gave it, and the fields that are written.
 *
 * @typedef {{id?: number | string | null, $PhantomId?: number | string, [field: string]: unknown}} ChangedRecord
 */

/** @typedef {{added?: ChangedRecord[], updated?: ChangedRecord[], removed?: ChangedRecord[]}} RecordLists */

/** @typedef {RecordLists & {$input?: RecordLists}} StoreChanges `$input`: what of them the user did */

/**
 * What is changed, by store; of `project` the fields. Before the change was made nobody has checked what is inside the stores.
 *
 * @typedef {{project?: Record<string, unknown>} & {[store: string]: StoreChanges | undefined}} ChangesByStore
 */

/**
 * A change that somebody asks for. `changes` is read from the message when the hook looks at it, and is the hook's own.
 *
 * @typedef {object} Change
 * @property {number | string} project
 * @property {string} [userName] none: anonymous
 * @property {string} client
 * @property {DialectName} dialect
 * @property {Buffer} bytes the whole message as it came; not to be written to
 * @property {ChangesByStore[]} changes one for each revision of the message; in `flat` and `sync` it is one. What is none is
 *   left out, and refused by the server
 */

/**
 * A change that was made. `revisions` is read from the message when the hook looks at it, and is the hook's own.
 *
 * @typedef {object} AppliedChange
 * @property {number | string} project
 * @property {number} revision number of its last revision
 * @property {string} client who made it
 * @property {string} [userName] none: anonymous
 * @property {DialectName} dialect in which it came
 * @property {Buffer} message the `project_change` that the `commands` subscribers get; not to be written to
 * @property {{revision: string, localRevision?: string | number, client: string, changes: ChangesByStore}[]} revisions of the
 *   message; those of `server` put right what others refused or lost
 */

/** @typedef {{client: string, userName: string, dialect: DialectName}} Login */
/** @typedef {{project: number | string, client: string, userName?: string, dialect: DialectName}} Following */
/** @typedef {{project: number | string, userName: string}} Reset */

/**
 * A project as it is now.
 *
 * @typedef {object} Stored
 * @property {number | string} project
 * @property {string} name
 * @property {number} revision number of the last one in it
 * @property {Buffer} dataset JSON text, which may be a data file
 */

/**
 * Fields that somebody else has written since the author last looked, or records that are gone.
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
 * @property {Policy} policy what happens unless the hook says otherwise
 * @property {ConflictingRecord[]} conflicts all of the message
 */

/**
 * Two clients that overwrite each other's same field without end.
 *
 * @typedef {object} Storm
 * @property {number | string} project
 * @property {string} store
 * @property {number | string} id of the record
 * @property {string} field
 * @property {string[]} clients the two, the one that wrote last behind
 * @property {number} alternations within ten seconds
 */

/** @typedef {string | {userName: string, group?: string, avatar?: string, expires?: number | Date} | undefined} Verified */

/**
 * The functions that an application may give. Each may answer a promise; one that throws or rejects is logged.
 *
 * @typedef {object} HookOptions
 * @property {(change: Change) => boolean | string | void | Promise<boolean | string | void>} [beforeChange] false, or a
 *   text that says why: the change is not made. So it is when the hook fails
 * @property {(change: AppliedChange) => unknown} [onChange]
 * @property {(project: {project: number | string, name: string}) => unknown} [onLoad] the data of a project that has no source,
 *   as `source` takes them, or JSON text, or a promise of either; asked at the start and at a reset
 * @property {(stored: Stored) => unknown} [onStore] called a second after the last change, at the latest ten after the first. What it
 *   promises is awaited; when it fails it is called again later. destroy() waits for it
 * @property {(login: Login) => unknown} [onLogin]
 * @property {(following: Following) => unknown} [onSubscribe]
 * @property {(reset: Reset) => unknown} [onReset]
 * @property {(conflict: Conflict) => Policy | void | Promise<Policy | void>} [onConflict] the policy for this one
 * @property {(storm: Storm) => unknown} [onStorm]
 * @property {(token: string) => Verified | Promise<Verified>} [verifyToken] whose the token is; undefined: nobody's
 */

const REFUSED = 'The change was refused';

/**
 * The hooks as the server calls them: none of them throws or rejects, whatever the application's function does. A hook that
 * was not given is undefined here, so that `hooks.onLogin?.({…})` does not even make the object.
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
    /** Whose a token is: undefined for nobody's. */
    this.verifyToken = this.#asking('verifyToken', given.verifyToken, namedBy, undefined);
    /** Why a change must not be made: undefined when it may. */
    this.beforeChange = this.#asking('beforeChange', given.beforeChange, reasonOf, REFUSED);
    /** By which policy a conflict is resolved: undefined for the project's. */
    this.onConflict = this.#asking(
      'onConflict',
      given.onConflict,
      (answer) => this.#policyOf(answer),
      undefined,
    );
  }

  /**
   * A hook did or said what it may not.
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
   * @param {Result} otherwise what holds when the hook fails
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
 * @param {Verified} answer of verifyToken, whose properties may be functions that throw
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
 * @returns {string | undefined} why the change must not be made
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
