import { ProjectSync } from './project-sync.js';

/**
 * The `CalendarWebSocketManager` of Bryntum's guide, for a Calendar or a Scheduler:
 * `new CalendarWebSocketManager(calendar, 'wss://…?project=1')`. It connects immediately and detects changes of the
 * stores itself; your own listener may call `sendChanges` as in the guide, which sends without a pause.
 */
export class CalendarWebSocketManager extends ProjectSync {
  /**
   * @param {any} calendar
   * @param {string} wsUrl
   * @param {Record<string, any>} [options] those of a project without a chart; `project` if the address names none
   */
  constructor(calendar, wsUrl, options = {}) {
    const url = new URL(wsUrl, globalThis.location?.href);
    // The path in the guide belongs to a dialect that does not answer every change.
    if (url.pathname === '/calendar') url.pathname = '/';
    const project = options.project ?? url.searchParams.get('project') ?? '';
    super(calendar.project, { ...options, url: url.href, project });
  }

  disconnect() {
    this.destroy();
  }
}
