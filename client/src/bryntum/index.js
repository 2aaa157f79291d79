export { SyncConnection } from './connection.js';
export { LiveProject } from './live-project.js';
export { LiveTask } from './live-task.js';
export { RevisionQueue } from './revision-queue.js';
export { Unconfirmed } from './unconfirmed.js';
