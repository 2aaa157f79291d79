'use strict';

/**
 * The C++ addon. Only this file knows where its binary is: shipped with the package for this
 * platform, or built in this folder; the newer one of the two. Both places are relative to the
 * package, not to the current folder.
 *
 * @typedef {object} Failure an error of a client; the message does not contain the code
 * @property {string} code one of the stable codes, such as `ERR_INVALID_JSON`
 * @property {string} message
 * @property {number | string} [clientRevision] of a `sync` change, if it could be read
 *
 * @typedef {object} ProjectOptions limits are positive integers
 * @property {number | string} id
 * @property {'prefixed' | 'number' | 'uuid'} [idFormat]
 * @property {number} [maxMessageBytes]
 * @property {number} [maxLogRevisions]
 * @property {number} [maxLogBytes]
 * @property {number} [maxProjectBytes]
 * @property {string[]} [mergeFields] `field` or `store.field`: objects in them are merged with what the record has
 * @property {import('./words').Wording[]} [wordings] of each dialect, by its number; the first one
 * is the dialect of the log
 * @property {number} [toldOffset] revision numbers for clients without a connection start after it
 * @property {number} [firstFence] fences of this run start after it; earlier fences have expired
 * @property {boolean} [keepsJournal] is takeJournal() called?
 * @property {boolean} [hasPlainKeys] are the lists in a dataset of `commands` and `flat` called `tasks`, not `tasksData`?
 *
 * @typedef {object} NativeProject one project: its stores, ids and log
 * @property {(bytes: Buffer, isShown?: boolean) => Promise<Failure | undefined>} load replaces the whole state by the
 * text of a data file, parsed off the event loop; a failure changes nothing. `isShown`: its dataset is needed at once, so most of
 * that is encoded off the event loop as well
 * @property {(bytes: Buffer, author: string, now: number, terms?: number, base?: number, origin?: string) =>
 *   Buffer | Outcome | Failure} submit applies a change. `terms` is a sum of TERMS; `base` is the last revision that the
 *   author certainly has; `origin` is the id of its first connection, if it has reconnected. With
 * terms 0, the result is only the broadcast, unless more must be told.
 * @property {(view: 'commands' | 'reset' | 'flat' | 'sync' | 'data') => Buffer[]} dataset the whole project: the `dataset`
 *   message of `commands` with and without its revision, that of `flat`, the message `sync`, and
 * its bare data. It consists of read-only parts; an unchanged part is the same Buffer as in the
 * last dataset
 * @property {(revision: number, dialect: number, client?: string) => Buffer[] | undefined}
 * changesSince the messages of a dialect that bring a client up to date; undefined if it needs the
 * whole project: because the log does not reach back far enough, or because the client (in
 * `commands`, any client if none is named) may have got a correction of a refusal that is not in
 * the log
 * @property {() => [name: string, parts: Buffer[]][]} loadStores members of an object:
 * `"project":{…}`, then for each store `"tasks":{"rows":[…],"total":N}`, in parts like those of a
 * dataset
 * @property {(query: string, mostSteps: number) => {rows: Buffer, total: number, stepsLeft: number} | Failure} loadPage a part of a
 *   store, as a JSON array; src/wire/page_encoder.h defines a query, page_work.h a step
 * @property {(client: string, revision: number) => void} noteLoaded a client starts with the
 * project as of that revision; its deltas of nested lists refer to that state
 * @property {(client: string, before: string) => void} noteGoesOn a client continues with the state
 * of its earlier connection, whose id is `before`
 * @property {(command: string, id: number | string) => Buffer | undefined} versionContent the
 * encoded reply, or undefined if there is no such version
 * @property {(store: string, id: string, client: string, name: string, fence: number) => void}
 * holdRecord from now on only this client may change the record. `name` is a JSON text for the
 * other clients
 * @property {(fence: number) => void} expireFences fences up to this one have expired
 * @property {(store: string, id: string) => void} releaseRecord other clients may change it again,
 * but not under the fence of the last holder
 * @property {(count?: number) => Buffer} takeJournal the journal records of the revisions since the last call, or the first
 *   `count` of them; empty unless keepsJournal
 * @property {() => Buffer} snapshot the state of the project at its revision, without its log
 * @property {() => Promise<Buffer>} snapshotBeside the same, made off the event loop; the project
 * must not be used meanwhile
 * @property {(snapshot: Buffer, records: Buffer) => Promise<Failure | undefined>} restore loads a
 * snapshot and the later journal records off the event loop; the project must not be changed
 * meanwhile. A failure changes nothing
 * @property {(past: NativePast, scope: Scope) => Promise<Failure | undefined>} compare computes,
 * off the event loop, the changes that return the project, or the part in `scope`, to a past state;
 * the project must not be used meanwhile
 * @property {(now: number, terms: number) => Outcome | Failure} bringBack applies the result of
 * compare() as a revision of the server, if the project is unchanged since. `terms` has the
 * dialects of the subscribers. Throws without a compare()
 * @property {number} epoch number of the revision at which the log began
 * @property {number} lastTime time of the last revision in the log, in milliseconds since 1970; 0 if it is empty
 * @property {number} firstOfLog number of the oldest revision in the log; of the next one if the
 * log is empty
 * @property {number} revision number of the last revision, 0 before the first
 * @property {string} toldNumber JSON text: the revision number for clients without a connection
 * @property {number} forgotten all changes that became a later revision than this one are still
 * known
 * @property {() => string} stats sizes, as JSON text
 *
 * The messages about a change and their receivers; each is encoded once.
 *
 * @typedef {object} Outcome
 * @property {boolean} changed revisions were appended to the log
 * @property {Buffer} [broadcast] the text of the log, for every subscriber with the dialect of the
 * log; present if something changed
 * @property {(Buffer[] | undefined)[]} [told] by the number of a dialect: for every subscriber with
 * that dialect except the author
 * @property {Buffer[]} [author] for the author, instead of the messages for its dialect
 * @property {boolean} [isAuthorLost] does the author need the whole project after that?
 * @property {string} [conflicts] JSON text: [{store, type, id, fields?}, …], whatever the policy
 * decided
 * @property {string} [locked] JSON text: [{store, id, lockedBy}, …], dropped changes of records
 * that another client has locked
 * @property {string} [storms] JSON text: [{store, id, field, clients: [a, b], alternations}, …]
 *
 * @typedef {object} Inspected
 * @property {string} [command]
 * @property {string} [type] of a sync message, instead of a command
 * @property {number | string} [project]
 * @property {number | string} [revision] beside the command or the type
 *
 * @typedef {object} ResultTaker
 * @property {(bytes: Buffer, author: string, now: number, target: Buffer, at: number, terms?: number, base?: number,
 *   origin?: string) => number | Buffer | Outcome | Failure} submitInto like submit(), but writes a
 *   short result into `target`: the broadcast, and returns its size; or the outcome, and returns
 *   the negative number of its words (see outcome-words.js). A long result is returned as by
 *   submit()
 *
 * The storage of projects in one file. Calls run in order on the journal's own thread, which waits
 * for the disk. A Failure has the code of a storage error, and changed nothing.
 *
 * @typedef {object} NativeJournal
 * @property {(path: string, durability: string, revisions: number, age: number) => Promise<{from:
 * number, to: number} | Failure | undefined>} open `revisions` and `age` (milliseconds) limit the
 * stored history; both 0: no limit. Resolves to the old and new schema if the file was upgraded
 * @property {(name: string, pseudonym: string) => Promise<boolean | Failure>} forgetUser replaces
 * the name by the pseudonym; false: no user has the name, or one already has the pseudonym. Bytes
 * of the name remain in the file until wipe() resolves to true
 * @property {() => Promise<boolean | Failure>} wipe removes the remaining bytes of such names from
 * the file; false: a reader still uses the old content
 * @property {() => Promise<Failure | undefined>} begin everything until end() is one commit, or
 * none
 * @property {(isKept: boolean) => Promise<Failure | undefined>} end
 * @property {(messages: {project: string, head: number, user: string, records: Buffer}[], clients: NativeKeptClient[]) =>
 *   Promise<Failure | undefined>} append in one commit; `head`: the last revision before it;
 * `records` from takeJournal()
 * @property {(fresh: Buffer) => Promise<{identity: Buffer, clients: NativeKeptClient[]} | Failure>}
 * loadClients the latest one last; `identity` is the `fresh` of the first call on this file
 * @property {(project: string, start: {number: number, epoch: number, time: number, snapshot: Buffer, source?: string}) =>
 *   Promise<Failure | undefined>} saveSnapshot load() starts from it from now on
 * @property {(project: string, logRevisions: number) => Promise<Kept | Failure | undefined>} load
 * undefined: the project is not in the file. `logRevisions` revisions before the snapshot are
 * included, for the log
 * @property {() => Promise<Failure | undefined>} sync writes to the disk what durability 'interval'
 * has not yet written
 * @property {(path: string, project: string, logFirst: number) =>
 *   Promise<{number: number, epoch: number, snapshot: Buffer} | Failure>} compact makes a snapshot
 * of a project from the file; its log begins with revision `logFirst`. May run concurrently with
 * all other calls
 * @property {() => Promise<Failure | undefined>} close a failure means that it is closed, but the
 * file is no longer at its path
 *
 * @typedef {{id: string, origin: string, userName: string, dialect: string, project: string, epoch: number, seen: number,
 *   answered: number}} NativeKeptClient the KeptClient of the storage port
 *
 * @typedef {object} Kept
 * @property {number} number of the last revision
 * @property {Buffer} snapshot
 * @property {Buffer} records
 * @property {{revisions: number, bytes: number}} behind of the records, those after the snapshot
 * @property {string} source mark of the initial data of its epoch
 *
 * Reads the history in a storage file through its own connection, while a server may use the file.
 * Calls run in order on their own thread, which waits for the disk.
 *
 * @typedef {object} NativeHistory
 * @property {(path: string) => Promise<Failure | undefined>} open
 * @property {() => Promise<KeptProject[] | Failure>} projects
 * @property {(project: string, filter: RevisionFilter) => Promise<KeptRevision[] | Failure>} revisions the newest first
 * @property {(project: string, time: number) => Promise<Moment | Failure | undefined>} momentAt
 * undefined: the project did not exist then
 * @property {(project: string, time: number) => Promise<number | Failure>} firstSince number of the first revision that
 * is not earlier; 0: none
 * @property {(project: string, moment: Moment, options: ProjectOptions, Class: new () => NativePast) => Promise<NativePast | Failure | undefined>}
 *   past the project at that moment; undefined: the file does not have it
 * @property {(project: string) => Promise<{row: number, number: number, epoch: number, time:
 * number}[] | Failure>} snapshots in the order of their creation
 * @property {(row: number) => Promise<Buffer | Failure>} readSnapshot
 * @property {() => Promise<Failure | undefined>} hold until a release() for each, all calls see the file as it is now
 * @property {() => Promise<Failure | undefined>} release
 * @property {() => Promise<{revisions: number, snapshots: number, problems: string[]} | Failure>} check reads everything
 * @property {(path: string, copy: string) => Promise<Failure | undefined>} backup copies a file of
 * any schema, as of one moment, into an existing empty file; does not need open()
 * @property {() => Promise<undefined>} close
 *
 * @typedef {object} KeptProject
 * @property {string} id
 * @property {string} source mark of the initial data of its epoch
 * @property {number} first number of its first stored revision; 0: none
 * @property {number} last number of its last stored revision
 * @property {number} snapshots number of stored snapshots
 *
 * @typedef {object} RevisionFilter selects the revisions that match all members; '' matches
 * everything
 * @property {number} first
 * @property {number} last
 * @property {number} since milliseconds since 1970
 * @property {number} until
 * @property {string} user
 * @property {string} store
 * @property {string} record
 * @property {string} field
 * @property {number} limit
 * @property {boolean} [withRecords]
 *
 * @typedef {object} KeptRevision
 * @property {number} number
 * @property {number} epoch
 * @property {number} time
 * @property {string} user
 * @property {string} text the message that `commands` clients got
 * @property {Buffer} [record] the whole record
 *
 * @typedef {object} Moment a state of a project; after a reset it has the number of the last
 * revision before the reset
 * @property {number} number
 * @property {boolean} isAfterReset
 *
 * @typedef {object} NativePast a project in a past state
 * @property {() => Promise<void>} release empties it; otherwise freeing a large one would block the
 * event loop when the garbage collector finds it
 * @property {(view: 'data') => Promise<Buffer>} dataset
 * @property {(store: string, id: string) => string | undefined} record JSON text
 * @property {number} revision
 *
 * @typedef {object} Scope the part to restore; empty: the whole project
 * @property {string} [store]
 * @property {string} [record] an id
 * @property {boolean} [subtree] also all descendants of the record
 * @property {string} [field] of the record
 *
 * @typedef {object} Addon
 * @property {new () => NativeHistory} History
 * @property {new () => NativePast} Past created only by NativeHistory
 * @property {new () => NativeJournal} Journal
 * @property {new (options: ProjectOptions) => Omit<NativeProject, 'submit'> & ResultTaker} Project
 *   `lib/` uses that of `project.js`, which is a NativeProject
 * @property {(bytes: Buffer, isSync?: boolean) => Inspected | Failure} inspect validates a whole
 * message, and returns its command and project
 */

const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..', '..');
const platform = `${process.platform}-${process.arch}`;
const candidates = [
  path.join(root, 'build', 'Release', 'gantt_sync.node'),
  path.join(root, 'prebuilds', platform, 'gantt_sync.node'),
].sort((one, other) => madeAt(other) - madeAt(one));

/**
 * @param {string} file
 * @returns {number}
 */
function madeAt(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** @returns {Addon} */
function load() {
  const failures = [];
  for (const file of candidates) {
    try {
      return require(file);
    } catch (error) {
      const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
      failures.push(`  ${file}: ${code === 'MODULE_NOT_FOUND' ? 'not there' : message}`);
    }
  }
  throw new Error(
    `gantt-sync-server has no native addon for ${platform}. Tried:\n${failures.join('\n')}\n` +
      'To build it, run `npm run build` in a clone, or `npm rebuild gantt-sync-server` where the ' +
      'package is installed.',
  );
}

module.exports = load();
