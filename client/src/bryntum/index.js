export { SyncConnection } from './connection.js';
export { floatDates } from './floating-dates.js';
export { LiveProject } from './live-project.js';
export { LiveTask } from './live-task.js';
export { RevisionQueue } from './revision-queue.js';
export { Unconfirmed } from './unconfirmed.js';
export { WebSocketManager } from './ws-manager.js';
export { ProjectWebSocketHandlerMixin } from './ws-project.js';
