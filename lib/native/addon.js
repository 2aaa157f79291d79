'use strict';

/**
 * The C++ addon. The only file that knows where its binary is: shipped with the package for this platform, or built in this
 * folder; of both, the one that was made last. Both places are relative to the package, never to the current folder.
 *
 * @typedef {object} Failure what a client got wrong; the message names it, without the code
 * @property {string} code one of the stable codes, such as `ERR_INVALID_JSON`
 * @property {string} message
 * @property {number | string} [clientRevision] of a `sync` change, when it could be read
 *
 * @typedef {object} ProjectOptions limits are positive integers
 * @property {number | string} id
 * @property {'prefixed' | 'number' | 'uuid'} [idFormat]
 * @property {number} [maxMessageBytes]
 * @property {number} [maxLogRevisions]
 * @property {number} [maxLogBytes]
 * @property {number} [maxProjectBytes]
 * @property {string[]} [mergeFields] `field` or `store.field`: objects in them are merged with what the record has
 * @property {import('./words').Wording[]} [wordings] of each dialect, by its number; the first speaks as the log does
 * @property {number} [toldOffset] behind it begin the numbers that clients are told who keep no connection
 * @property {number} [firstFence] behind it begin the fences of this life; those of before are too late
 * @property {boolean} [keepsJournal] is takeJournal() called?
 * @property {boolean} [hasPlainKeys] are the lists in a dataset of `commands` and `flat` called `tasks`, not `tasksData`?
 *
 * @typedef {object} NativeProject one project: its stores, its ids, its log
 * @property {(bytes: Buffer) => Promise<Failure | undefined>} load replaces the whole state by a
 *   data file's text, parsed off the event loop; on failure nothing has changed
 * @property {(bytes: Buffer, author: string, now: number, terms?: number, base?: number, origin?: string) =>
 *   Buffer | Outcome | Failure} submit applies a change. `terms` is a sum of TERMS; `base` is the last revision that the
 *   author certainly has; `origin` is the id of its first connection, where it has come back. With terms 0 and nothing special to tell, the result is the broadcast itself.
 * @property {(view: 'commands' | 'reset' | 'flat' | 'sync' | 'data') => Buffer[]} dataset the whole project: the `dataset`
 *   message of `commands` with and without its revision, that of `flat`, the message `sync`, and the bare data in it. It
 *   comes in parts, which must not be written to: what did not change is the same Buffer as in the last dataset
 * @property {(revision: number, dialect: number, client?: string) => Buffer[] | undefined} changesSince the messages of
 *   a dialect that bring a client up to date; undefined: it needs the whole project, as the log does not reach so far, or the
 *   client, in `commands` any where none is named, may have been told of a refusal what the log does not say
 * @property {() => [name: string, parts: Buffer[]][]} loadStores members of an object: `"project":{…}`, then of each store
 *   `"tasks":{"rows":[…],"total":N}`, in parts as those of a dataset
 * @property {(query: string, mostSteps: number) => {rows: Buffer, total: number, stepsLeft: number} | Failure} loadPage a part of a
 *   store, as a JSON array; src/wire/page_encoder.h says what a query is, and page_work.h what a step
 * @property {(client: string, revision: number) => void} noteLoaded a client begins with the project as it was at that
 *   revision; what it says of nested lists is meant so
 * @property {(client: string, before: string) => void} noteGoesOn a client holds what it held on another connection, under
 *   the other id
 * @property {(command: string, id: number | string) => Buffer | undefined} versionContent the
 *   encoded reply, or undefined when there is no such version
 * @property {(store: string, id: string, client: string, name: string, fence: number) => void} holdRecord nobody but this client
 *   may change the record from now on. `name` is a JSON text, for the others
 * @property {(store: string, id: string) => void} releaseRecord anybody may change it again, but who held it before
 * @property {(count?: number) => Buffer} takeJournal the journal records of the revisions since the last call, or the first
 *   `count` of them; empty unless keepsJournal
 * @property {() => Buffer} snapshot all that the project is at its revision, but for its log
 * @property {() => Promise<Buffer>} snapshotBeside the same, made off the event loop; nobody changes it or reads it meanwhile
 * @property {(snapshot: Buffer, records: Buffer) => Promise<Failure | undefined>} restore becomes what a snapshot and the records
 *   of its journal say, read off the event loop; nobody changes it meanwhile. On failure nothing has changed
 * @property {(past: NativePast, scope: Scope) => Promise<Failure | undefined>} compare finds out, off the event loop, what has to be
 *   changed so that the project, or what `scope` names of it, is what it was; nobody changes it or reads it meanwhile
 * @property {(now: number, terms: number) => Outcome | Failure} bringBack changes that, by a revision of the server's own, while the
 *   project is as it was compared. `terms` says who listens. It throws where nothing was compared
 * @property {number} epoch number of the revision with which the log began
 * @property {number} firstOfLog number of the oldest revision that the log still has; of the next one, where it has none
 * @property {number} revision number of the last revision, 0 before the first
 * @property {string} toldNumber JSON text: that of its state, for clients that keep no connection
 * @property {number} forgotten it is known of all changes that became a later revision that they did
 * @property {() => string} stats sizes, as JSON text
 *
 * Who gets what of a change. Messages, encoded once each.
 *
 * @typedef {object} Outcome
 * @property {boolean} changed revisions were appended to the log
 * @property {Buffer} [broadcast] as the log has it, for every subscriber that speaks the dialect of the log; there when something
 *   changed
 * @property {(Buffer[] | undefined)[]} [told] by the number of a dialect: for every subscriber that speaks it, but not for the author
 * @property {Buffer[]} [author] for the author, in place of what the others of its dialect get
 * @property {boolean} [isAuthorLost] it needs the whole project behind that
 * @property {string} [conflicts] JSON text: [{store, type, id, fields?}, …], whatever became of them
 * @property {string} [locked] JSON text: [{store, id, lockedBy}, …], what was not made because somebody else holds these records
 * @property {string} [storms] JSON text: [{store, id, field, clients: [a, b], alternations}, …]
 *
 * @typedef {object} Inspected
 * @property {string} [command]
 * @property {string} [type] of a sync message, in place of a command
 * @property {number | string} [project]
 * @property {number | string} [revision] beside the command or the type
 *
 * @typedef {object} ResultTaker
 * @property {(bytes: Buffer, author: string, now: number, target: Buffer, at: number, terms?: number, base?: number,
 *   origin?: string) => number | Buffer | Outcome | Failure} submitInto submit() that puts the broadcast into `target` and gives its
 *   size, or, where more is told, the outcome, and gives the number of its words, less than 0 (see outcome-words.js); what is long
 *   it gives as submit() does
 *
 * What is kept of projects in one file. Each call waits for the disk on a thread of the journal's own, behind those before it. A
 * Failure has the code of a storage, and has changed nothing.
 *
 * @typedef {object} NativeJournal
 * @property {(path: string, durability: string, revisions: number, age: number) => Promise<{from: number, to: number} | Failure | undefined>} open the
 *   last two say what is kept of the past: so many revisions, and those of so many milliseconds; both 0: all. Answers the schema that
 *   the file had and has, where it was an earlier one
 * @property {(name: string, pseudonym: string) => Promise<boolean | Failure>} forgetUser puts the pseudonym in the place of the name;
 *   false: nobody has the name, or somebody has the pseudonym. Bytes of the name are in the file until wipe() says true
 * @property {() => Promise<boolean | Failure>} wipe takes what is left of such names out of the file; false: somebody reads it as it was
 * @property {() => Promise<Failure | undefined>} begin what is kept from here to end() is one commit, or none
 * @property {(isKept: boolean) => Promise<Failure | undefined>} end
 * @property {(messages: {project: string, head: number, user: string, records: Buffer}[], clients: NativeKeptClient[]) =>
 *   Promise<Failure | undefined>} append in one commit; `head`: the last revision before it; `records` as takeJournal() gives them
 * @property {(fresh: Buffer) => Promise<{identity: Buffer, clients: NativeKeptClient[]} | Failure>} loadClients the last one last;
 *   `identity`: what was `fresh` when it was asked for the first time
 * @property {(project: string, start: {number: number, epoch: number, time: number, snapshot: Buffer, source?: string}) =>
 *   Promise<Failure | undefined>} saveSnapshot where load() starts from now on
 * @property {(project: string, logRevisions: number) => Promise<Kept | Failure | undefined>} load undefined: nothing is kept of
 *   it. So many revisions before the snapshot come along, for the log
 * @property {() => Promise<Failure | undefined>} sync puts on the disk what durability 'interval' has left
 * @property {(path: string, project: string, logFirst: number) =>
 *   Promise<{number: number, epoch: number, snapshot: Buffer} | Failure>} compact a snapshot of what the file says of a project,
 *   whose log begins with that revision; may be under way beside anything else
 * @property {() => Promise<Failure | undefined>} close a failure: it is closed, and the file is not at its place any more
 *
 * @typedef {{id: string, origin: string, userName: string, dialect: string, project: string, epoch: number, seen: number,
 *   answered: number}} NativeKeptClient as the port of the storage has it
 *
 * @typedef {object} Kept
 * @property {number} number of the last revision
 * @property {Buffer} snapshot
 * @property {Buffer} records
 * @property {string} source of the last start that began anew
 *
 * What a file of kept projects says of their past, through a connection of its own: a server may have the file. Each call waits
 * for the disk on a thread of its own, behind those before it.
 *
 * @typedef {object} NativeHistory
 * @property {(path: string) => Promise<Failure | undefined>} open
 * @property {() => Promise<KeptProject[] | Failure>} projects
 * @property {(project: string, filter: RevisionFilter) => Promise<KeptRevision[] | Failure>} revisions the newest first
 * @property {(project: string, time: number) => Promise<Moment | Failure | undefined>} momentAt undefined: nothing was kept then
 * @property {(project: string, moment: Moment, options: ProjectOptions, Class: new () => NativePast) => Promise<NativePast | Failure | undefined>}
 *   past the project as it was; undefined: the file does not have it
 * @property {(project: string) => Promise<{row: number, number: number, epoch: number, time: number}[] | Failure>} snapshots in the
 *   order in which they were made
 * @property {(row: number) => Promise<Buffer | Failure>} readSnapshot
 * @property {() => Promise<Failure | undefined>} hold until a release() for each, all calls see the file as it is now
 * @property {() => Promise<Failure | undefined>} release
 * @property {() => Promise<{revisions: number, snapshots: number, problems: string[]} | Failure>} check reads everything
 * @property {(path: string, copy: string) => Promise<Failure | undefined>} backup a copy of a file of whatever schema, as it is at one
 *   moment, in one that is there and empty; open() need not have been called
 * @property {() => Promise<undefined>} close
 *
 * @typedef {object} KeptProject
 * @property {string} id
 * @property {string} source mark of what its epoch began with
 * @property {number} first number of its first revision that is there; 0: there is none
 * @property {number} last number of the last one
 * @property {number} snapshots how many there are
 *
 * @typedef {object} RevisionFilter which revisions are meant: those that all of it is true of; '' asks for nothing
 * @property {number} first
 * @property {number} last
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
 * @property {string} text as `commands` clients got it
 * @property {Buffer} [record] the whole record
 *
 * @typedef {object} Moment a state of a project; a reset begins one with the number of the last revision before it
 * @property {number} number
 * @property {boolean} isAfterReset
 *
 * @typedef {object} NativePast a project as it was
 * @property {() => Promise<void>} release it is needed no more, and is empty from now on; a large one would hold up the event loop when
 *   the garbage collector finds it
 * @property {(view: 'data') => Promise<Buffer>} dataset
 * @property {(store: string, id: string) => string | undefined} record JSON text
 * @property {number} revision
 *
 * @typedef {object} Scope what is brought back; nothing of it: the whole project
 * @property {string} [store]
 * @property {string} [record] an id
 * @property {boolean} [subtree] all below the record as well
 * @property {string} [field] of the record
 *
 * @typedef {object} Addon
 * @property {new () => NativeHistory} History
 * @property {new () => NativePast} Past made by NativeHistory alone
 * @property {new () => NativeJournal} Journal
 * @property {new (options: ProjectOptions) => Omit<NativeProject, 'submit'> & ResultTaker} Project
 *   `lib/` uses that of `project.js`, which is a NativeProject
 * @property {(bytes: Buffer, isSync?: boolean) => Inspected | Failure} inspect validates a message as a whole and
 *   says which command it is and which project it names
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
