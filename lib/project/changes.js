'use strict';

const { AppliedChange, AskedChange } = require('./change-events');
const { ERROR_CODES, errorText } = require('../base/errors');
const { quoted } = require('../base/log');
const { CLOSE } = require('../net/close-codes');
const { TERMS, dialectTerms } = require('../native/terms');
const { whenUnreadable } = require('../storage/turns');

/** @typedef {import('../native/policies').Policy} Policy */
/** @typedef {import('./hosted-project').HostedProject} HostedProject */
/** @typedef {import('./hosted-project').Result} Result */
/** @typedef {import('./hooks').Hooks} Hooks */
/** @typedef {import('./hooks').Storm} Storm */
/** @typedef {import('../base/log').Log} Log */
/** @typedef {import('./subscriber').Author} Author */
/** @typedef {import('./subscriber').Identity} Identity */
/** @typedef {import('./subscriber').Subscriber} Subscriber */
/** @typedef {import('./subscriber').SubscriberDialect} SubscriberDialect */

/**
 * @typedef {object} PendingChange a change that is being processed
 * @property {Author} author
 * @property {Identity} identity of the author
 * @property {HostedProject} project
 * @property {Buffer} bytes
 * @property {SubscriberDialect} dialect
 * @property {number} epoch of the project when the change arrived
 * @property {number} base the last revision that its author certainly had when the change arrived
 * @property {(result: Result) => void} answer
 */

const TERMS_OF_POLICY = Object.freeze({
  'last-writer-wins': 0,
  reject: TERMS.REJECT,
  'server-wins': TERMS.SERVER_WINS,
  merge: TERMS.MERGE,
});

const BEFORE_RESET = Object.freeze({
  code: 'ERR_BEFORE_RESET',
  message: ERROR_CODES.ERR_BEFORE_RESET.replace(/\.$/, ''),
});

/**
 * The path of every change into its project: hooks, conflict policy, submission and broadcast. Without hooks it is one
 * call of the core.
 */
class Changes {
  #hooks;
  #log;
  #disconnects;

  /**
   * @param {Hooks} hooks
   * @param {Log} log
   * @param {'log' | 'disconnect'} stormPolicy
   */
  constructor(hooks, log, stormPolicy) {
    this.#hooks = hooks;
    this.#log = log;
    this.#disconnects = stormPolicy === 'disconnect';
    /** Is a message needed after submit() has returned? A hook may be asynchronous, or read it later. */
    this.keepsMessages = Boolean(hooks.beforeChange ?? hooks.onConflict);
  }

  /**
   * @param {Author} author logged in and subscribed to the project
   * @param {HostedProject} project
   * @param {Buffer} bytes the whole message; kept where `keepsMessages` says so
   * @param {(result: Result) => void} answer called once, in the turn of the submission: in another turn, its messages
   * could follow a later revision
   * @returns {Promise<void> | void} a promise while it waits for a hook or a commit; the next message of the session
   * must wait for it
   */
  submit(author, project, bytes, answer) {
    const { dialect } = author;
    const identity = /** @type {Identity} */ (author.identity);
    const { epoch } = project;
    const base = author.seen;
    const pending = { author, identity, project, bytes, dialect, epoch, base, answer };
    return whenUnreadable(this.#consider(pending), (error) => notKept(pending, error));
  }

  /**
   * @param {PendingChange} pending
   * @returns {Promise<void> | void}
   */
  #consider(pending) {
    if (!this.#hooks.beforeChange) return this.#decided(pending);

    const reason = this.#hooks.beforeChange(new AskedChange(pending));
    if (!(reason instanceof Promise)) return this.#decided(pending, reason);
    return this.#unlessReset(pending, reason, (said) => this.#decided(pending, said));
  }

  /**
   * @param {PendingChange} pending
   * @param {string} [veto] reason of a refusal by the hook
   * @returns {Promise<void> | void}
   */
  #decided(pending, veto) {
    if (veto !== undefined) return this.#write(pending, () => this.#refuse(pending, veto));
    const { project, dialect } = pending;
    const policy = project.policies[dialect.name];
    if (!this.#hooks.onConflict)
      return this.#write(pending, () => this.#make(pending, TERMS_OF_POLICY[policy]));
    return project.read(() => this.#write(pending, () => this.#ask(pending)));
  }

  /**
   * Runs something, unless the project was reset since the change arrived.
   *
   * @param {PendingChange} pending
   * @param {() => Promise<void> | void} run
   * @returns {Promise<void> | void}
   */
  #write({ identity, project, epoch, answer }, run) {
    return project.write(() => {
      // The client will send it again on its new connection.
      if (identity.isReplaced) return undefined;
      return project.epoch === epoch ? run() : answer(BEFORE_RESET);
    });
  }

  /**
   * Applies the change if it has no conflicts; otherwise calls the hook.
   *
   * @param {PendingChange} pending
   * @returns {Promise<void> | void}
   */
  #ask(pending) {
    const { project, dialect } = pending;
    const policy = project.policies[dialect.name];
    const first = this.#apply(pending, TERMS.ASK);
    if (!('conflicts' in first) || !first.conflicts) return this.#finish(pending, first);
    const { identity } = pending;
    const asked = this.#hooks.onConflict?.({
      project: project.id,
      client: identity.clientId,
      userName: identity.userName,
      dialect: dialect.name,
      policy,
      conflicts: JSON.parse(first.conflicts),
    });
    /** @param {Policy | undefined} chosen */
    const resolve = (chosen = policy) =>
      this.#write(pending, () => this.#make(pending, TERMS_OF_POLICY[chosen]));
    return asked instanceof Promise ? this.#unlessReset(pending, asked, resolve) : resolve(asked);
  }

  /**
   * Refuses a change. The core decides what it sends about it: see docs/conflicts.md.
   *
   * @param {PendingChange} pending
   * @param {string} reason
   */
  #refuse(pending, reason) {
    const result = this.#apply(pending, TERMS.VETO);
    // A refusal with a code is answered, and logged there.
    if (!('code' in result))
      pending.author.log.refused('a change', errorText('ERR_VETOED', reason));
    const isTold = 'code' in result && result.code === 'ERR_VETOED';
    this.#finish(pending, isTold ? { ...result, message: reason } : result);
  }

  /**
   * @param {PendingChange} pending
   * @param {number} terms those of the policy
   */
  #make(pending, terms) {
    this.#finish(pending, this.#apply(pending, terms));
  }

  /**
   * @param {PendingChange} pending
   * @param {number} terms those of the policy
   * @returns {Result}
   */
  #apply(pending, terms) {
    const { identity, project, bytes, dialect, base } = pending;
    // `force` overrides conflicts; if the last writer wins, there is nothing to override.
    const force = terms !== 0 && identity.rights.mayForce ? TERMS.MAY_FORCE : 0;
    const unsure = pending.author.isUnsure ? TERMS.UNSURE : 0;
    const who = dialectTerms(project.dialects.indexOf(dialect)) + project.audience;
    const full = terms + force + unsure + who;
    return project.submit(bytes, identity, full, base);
  }

  /**
   * @param {PendingChange} pending
   * @param {Result} result
   */
  #finish(pending, result) {
    const hasChanged = 'changed' in result && result.changed;
    const tell = () => this.#tell(pending, result);
    pending.project.tell({ tell, fail: (error) => notKept(pending, error) }, hasChanged);
  }

  /**
   * @param {PendingChange} pending
   * @param {Result} result
   */
  #tell(pending, result) {
    pending.answer(result);
    if ('code' in result) return;
    const { author, project } = pending;
    if (author.log.isDebug && result.changed) {
      author.log.debug(`changed project ${quoted(project.id)}, revision ${project.revision}`);
    }
    if (result.broadcast) this.#tellChange(pending, result.broadcast);
    if (result.locked) author.tellLocked(result.locked);
    if (result.storms) this.#tellStorms(pending, result.storms);
    if (result.isAuthorLost) bringAnew(pending);
  }

  /**
   * @param {PendingChange} pending
   * @param {Buffer} message
   */
  #tellChange(pending, message) {
    this.#hooks.onChange?.(new AppliedChange(pending, message));
  }

  /**
   * @param {PendingChange} pending
   * @param {string} storms JSON text
   */
  #tellStorms({ author, project }, storms) {
    /** @type {Omit<Storm, 'project'>[]} */
    const list = JSON.parse(storms);
    for (const storm of list) {
      const { store, id, field, clients, alternations } = storm;
      const who = clients.map((client) => describe(client, project.subscribers)).join(' and ');
      const what = `the field ${quoted(field)} of record ${quoted(id)} of ${quoted(store)}`;
      const where = `project ${quoted(project.id)}`;
      this.#log.paced(
        'warn',
        'storm',
        where,
        `${who} overwrite each other without end: ${alternations} times in ten seconds ` +
          `${what} in ${where}`,
      );
      this.#hooks.onStorm?.({ project: project.id, ...storm });
    }
    if (this.#disconnects) author.connection.close(CLOSE.TOO_FAST, 'Overwrites without end');
  }

  /**
   * Continues when a hook has answered, unless the project was reset meanwhile (the change was made for the old data),
   * or the author has reconnected.
   *
   * @template Answer
   * @param {PendingChange} pending
   * @param {Promise<Answer>} answer
   * @param {(answer: Answer) => Promise<void> | void} goOn
   * @returns {Promise<void>}
   */
  async #unlessReset({ identity, project, epoch, answer: finish }, answer, goOn) {
    const said = await answer;
    // The client will send it again on its new connection.
    if (identity.isReplaced) return undefined;
    return project.epoch === epoch ? goOn(said) : finish(BEFORE_RESET);
  }
}

/**
 * @type {WeakSet<Author>} authors that get the project again when it can be read: once for any number of lost changes
 */
const AWAITING = new WeakSet();

/**
 * The author shows the change, but the project does not have it: so the author gets the project again.
 *
 * @param {PendingChange} pending
 * @param {Error & {code?: string}} error
 */
function notKept({ author, project, answer }, error) {
  const code = error.code === 'ERR_STORAGE_FULL' ? error.code : 'ERR_STORAGE_FAILED';
  answer({ code, message: ERROR_CODES[code].replace(/\.$/, '') });
  bringAnew({ author, project });
}

/** @param {Pick<PendingChange, 'author' | 'project'>} pending whose author may have switched to another project */
function bringAnew({ author, project }) {
  if (author.project !== project || AWAITING.has(author)) return;
  AWAITING.add(author);
  project.keeping.whenReadable(() => {
    AWAITING.delete(author);
    if (author.project === project) author.bringProject(author.dialect.whole(project, true));
  });
}

/**
 * @param {string} client
 * @param {Iterable<Subscriber>} subscribers that may include it
 * @returns {string} for the log
 */
function describe(client, subscribers) {
  const found = [...subscribers].find(({ identity }) => identity?.clientId === client);
  return found ? `${quoted(found.identity?.userName)} (${client})` : client;
}

module.exports = { Changes };
