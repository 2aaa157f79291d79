'use strict';

/**
 * What a server needs of a place that keeps its projects. `memory.js` and `sqlite.js` are two; whoever writes another runs
 * `test/storage/contract.js` with it. Rejections have a code of those of the storage, and have changed nothing.
 *
 * A project begins with a snapshot, of the data that it was loaded from; its revisions follow without a gap. A snapshot whose
 * `epoch` is its `number` begins anew, after a reset: what is before it is history. Snapshots and records are bytes that the
 * core made, and nobody else reads.
 *
 * @typedef {object} Storage
 * @property {string} [place] where that is, for people
 * @property {'commit' | 'interval' | 'none'} [durability] when what was told is on the disk: before it is told, unless it says so
 * @property {() => Promise<void>} open
 * @property {Upgrade} [upgrade] what open() did to what an earlier version had kept
 * @property {(project: string, logRevisions: number) => Promise<Kept | undefined>} load what brings a project back: its last
 *   snapshot, the records behind it, and of the same epoch as many before it as fill a log; undefined: nothing is kept of it
 * @property {(project: string, start: Start) => Promise<void>} saveSnapshot where load() starts from now on
 * @property {(turn: Turn) => Promise<void>} append settled when the turn is durable, whole, or not there at all. Turns of
 *   several projects may be one commit. ERR_STORAGE_HEAD: it does not follow what is kept; somebody else has written
 * @property {(project: string, limits: {logFirst: number}) =>
 *   Promise<Omit<Start, 'time'>>} [compact] a snapshot of what is kept of a project, made without blocking anybody; without it
 *   snapshots are made only at a reset. `logFirst`: the oldest revision of its log, with which changes are compared
 * @property {() => Promise<import('./history').History>} [history] what it says of the past, for the caller to close; without it
 *   there is none to look into
 * @property {(name: string, pseudonym: string) => Promise<boolean>} [forgetUser] puts the pseudonym in the place of a user's name;
 *   false: nobody has the name, or somebody has the pseudonym. Settled when nothing of the name is there any more
 * @property {(work: () => Promise<void>) => Promise<void>} [together] does something that keeps a project which is not there yet:
 *   all of it, or, where it fails or the process ends, nothing. Nobody else has to do with the storage meanwhile
 * @property {(fresh: Buffer) => Promise<{identity: Buffer, clients: KeptClient[]}>} [loadClients] the last 10,000 of noteClients(), the
 *   last one last, and what was `fresh` when this was asked for first: a server that has the same identity takes clients for who
 *   they were. Without it they come back as others
 * @property {(clients: KeptClient[]) => void} [noteClients] to be kept in place of what was under their ids, with the next turn, so
 *   that no turn is kept without those who were noted before it; else within a few seconds, and at close()
 * @property {() => Promise<void>} close rejected: it is closed, and what was kept may not be there next time
 *
 * @typedef {object} Upgrade
 * @property {number} from the schema before
 * @property {number} to the schema now
 * @property {number} ms milliseconds that it took
 *
 * @typedef {object} KeptClient who was at which project, and what it has received
 * @property {string} id
 * @property {string} origin the id of its first connection
 * @property {string} userName '' for nobody with a name
 * @property {string} dialect
 * @property {string} project its id, as text
 * @property {number} epoch of it, as Start has it
 * @property {number} seen the last revision that it has certainly received
 * @property {number} answered the last one up to which all answers to it have certainly arrived
 *
 * @typedef {object} Kept
 * @property {number} number of the last revision
 * @property {Buffer} snapshot
 * @property {Buffer} records
 * @property {string} source of the last start that had one, '' for none
 *
 * @typedef {object} Start
 * @property {number} number of the last revision in the snapshot
 * @property {number} epoch number of the revision with which its epoch began
 * @property {number} time milliseconds since 1970
 * @property {Buffer} snapshot
 * @property {string} [source] of one that begins anew: what tells the data that it was loaded from from others
 *
 * @typedef {object} Turn what one turn of a project brought
 * @property {string} project its id, as text
 * @property {number} head the last revision before it
 * @property {Batch[]} batches in their order
 *
 * @typedef {object} Batch what one message became
 * @property {string} user who sent it; empty: nobody with a name
 * @property {number} count of its revisions
 * @property {Buffer} records of them
 */

module.exports = {};
