// @ts-ignore who uses this has it
import { ProjectModel } from '@bryntum/gantt';
import { ProjectWebSocketHandlerMixin } from '../bryntum/ws-project.js';

/** A project that is shared, under the names of Bryntum's guide: `new WebSocketProjectModel({ wsAddress, wsUserName, wsProjectId })`. */
export class WebSocketProjectModel extends ProjectWebSocketHandlerMixin(ProjectModel) {
  static $name = 'WebSocketProjectModel';
}
