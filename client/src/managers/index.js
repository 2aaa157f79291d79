export { CalendarWebSocketManager } from './calendar-manager.js';
export { GanttWebSocketManager } from './gantt-manager.js';
export { ProjectSync } from './project-sync.js';
