import { ProjectSync } from './project-sync.js';

/**
 * What Bryntum's guide has one write as `CalendarWebSocketManager`, for a Calendar or a Scheduler: `new CalendarWebSocketManager(calendar,
 * 'wss://…?project=1')`. It connects at once and finds what changes in the stores by itself; a listener of one's own may call
 * `sendChanges` as in the guide, which sends it without a pause.
 */
export class CalendarWebSocketManager extends ProjectSync {
  /**
   * @param {any} calendar
   * @param {string} wsUrl
   * @param {Record<string, any>} [options] those of a project without a chart; `project`, where the address names none
   */
  constructor(calendar, wsUrl, options = {}) {
    const url = new URL(wsUrl, globalThis.location?.href);
    // The guide's path is that of a dialect which answers no change.
    if (url.pathname === '/calendar') url.pathname = '/';
    const project = options.project ?? url.searchParams.get('project') ?? '';
    super(calendar.project, { ...options, url: url.href, project });
  }

  disconnect() {
    this.destroy();
  }
}
