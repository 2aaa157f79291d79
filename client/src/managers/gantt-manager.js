import { ProjectSync } from './project-sync.js';

/**
 * The `GanttWebSocketManager` of Bryntum's guide to live updates: `{ project, wsUrl, userName, token }`, where `wsUrl`
 * names the project, `wss://…/gantt-sync?project=1`. It connects immediately.
 */
export class GanttWebSocketManager extends ProjectSync {
  /** @param {{project: any, wsUrl: string, userName?: string, token?: any} & Record<string, any>} config */
  constructor({ project, wsUrl, ...options }) {
    const id = new URL(wsUrl, globalThis.location?.href).searchParams.get('project');
    super(project, { url: wsUrl, project: id ?? '', ...options });
  }
}
