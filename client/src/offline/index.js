export { offlineQueue } from './queue.js';
export { bestStore, databaseStore, memoryStore, textStore } from './stores.js';
