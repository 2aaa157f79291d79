export { CalendarSocketIOManager } from './manager.js';
