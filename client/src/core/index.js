export { backoff } from './backoff.js';
export { CLOSE, mayComeAgain } from './close-codes.js';
export { Emitter } from './emitter.js';
export { SyncError } from './errors.js';
export { Link } from './link.js';
export { openProject } from './open-project.js';
export { SyncProject } from './project.js';
export { Records } from './records.js';
