'use strict';

/**
 * The interface of a storage for projects, implemented by `memory.js` and `sqlite.js`. Run `test/storage/contract.js`
 * with any other implementation. A rejection has the code of a storage error, and changed nothing.
 *
 * A project begins with a snapshot of its initial data; its revisions follow without gaps. A snapshot with equal
 * `epoch` and `number` starts a new epoch, after a reset: everything before it is history. Snapshots and records are
 * opaque bytes from the core.
 *
 * @typedef {object} Storage
 * @property {string} [place] its location, for messages
 * @property {'commit' | 'interval' | 'none'} [durability] when changes are on the disk; default `commit`: before
 * anybody is told
 * @property {() => Promise<void>} open
 * @property {Upgrade} [upgrade] how open() upgraded data of an earlier version
 * @property {(project: string, logRevisions: number) => Promise<Kept | undefined>} load reads a project: its last
 * snapshot, the records after it, and enough records of the same epoch before it to fill a log; undefined: the project
 * is not stored
 * @property {(project: string, start: Start) => Promise<void>} saveSnapshot load() starts from it from now on
 * @property {(turn: Turn) => Promise<void>} append resolves when the whole turn is durable; rejects if nothing of it is
 * stored. Turns of several projects may share a commit. ERR_STORAGE_HEAD: it does not follow the stored revisions,
 * because another server has written
 * @property {(project: string, limits: {logFirst: number}) =>
 *   Promise<Omit<Start, 'time'>>} [compact] makes a snapshot of the stored project without blocking others; without
 * this method, snapshots are only made at a reset. `logFirst`: the oldest revision of its log, which conflicts need
 * @property {() => Promise<import('./history').History>} [history] opens the stored history, to be closed by the
 * caller; undefined: there is none
 * @property {(name: string, pseudonym: string) => Promise<boolean>} [forgetUser] replaces the name of a user by the
 * pseudonym; false: no user has the name, or the pseudonym is in use. Resolves when the name is completely removed
 * @property {(work: () => Promise<void>) => Promise<void>} [together] runs work that stores a new project as one
 * commit: if it fails, or the process ends, nothing is stored. The storage must not be used otherwise meanwhile
 * @property {(fresh: Buffer) => Promise<{identity: Buffer, clients: KeptClient[]}>} [loadClients] returns the last
 * 10,000 clients of noteClients(), the latest one last, and as identity the `fresh` of the first call: a server with
 * the same identity recognizes its clients. Without this method they get new identities
 * @property {(clients: KeptClient[]) => void} [noteClients] stores clients, replacing entries with their ids: at the
 * latest with the next turn, so that no turn is stored without the clients noted before it; otherwise within a few
 * seconds, and at close()
 * @property {() => Promise<void>} close a rejection means that it is closed, but its data may be missing at the next
 * start
 *
 * @typedef {object} Upgrade
 * @property {number} from the schema before
 * @property {number} to the schema now
 * @property {number} ms duration in milliseconds
 *
 * @typedef {object} KeptClient a client with its project, and what it has received
 * @property {string} id
 * @property {string} origin the id of its first connection
 * @property {string} userName '' without a name
 * @property {string} dialect
 * @property {string} project its id, as text
 * @property {number} epoch of the project, as in Start
 * @property {number} seen the last revision that it has certainly received
 * @property {number} answered all answers up to this revision have certainly arrived
 *
 * @typedef {object} Kept
 * @property {number} number of the last revision
 * @property {Buffer} snapshot
 * @property {Buffer} records
 * @property {{revisions: number, bytes: number}} [behind] of the records, those after the snapshot; for compact()
 * @property {string} source of the last Start that had one; '' for none
 *
 * @typedef {object} Start
 * @property {number} number of the last revision in the snapshot
 * @property {number} epoch number of the revision at which its epoch began
 * @property {number} time milliseconds since 1970
 * @property {Buffer} snapshot
 * @property {string} [source] at the start of an epoch: a mark that identifies its initial data
 *
 * @typedef {object} Turn the changes of one turn of a project
 * @property {string} project its id, as text
 * @property {number} head the last revision before it
 * @property {Batch[]} batches in order
 *
 * @typedef {object} Batch the revisions of one message
 * @property {string} user name of the sender; '' without a name
 * @property {number} count number of its revisions
 * @property {Buffer} records of its revisions
 */

module.exports = {};
