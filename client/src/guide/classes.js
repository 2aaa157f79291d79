import { ProjectWebSocketHandlerMixin } from '../bryntum/ws-project.js';
import { IntegrationGuideMixin } from './integration.js';
import { guideWidgets } from './widgets.js';

/**
 * The classes of Bryntum's guides, made of those of one of its libraries.
 *
 * @param {import('./widgets.js').Library & {ProjectModel: new (...args: any[]) => any}} library
 */
export const guideClasses = ({ ProjectModel: Model, ...library }) => {
  /** A project that is shared, under the names of Bryntum's guide: `new WebSocketProjectModel({ wsAddress, wsUserName, wsProjectId })`. */
  class WebSocketProjectModel extends ProjectWebSocketHandlerMixin(Model) {
    static $name = 'WebSocketProjectModel';
  }

  /** The same as Bryntum's integration guide has it: `new ProjectModel({ wsAddress })`, which connects at once. */
  class ProjectModel extends IntegrationGuideMixin(WebSocketProjectModel) {
    static $name = 'ProjectModel';
  }

  return { WebSocketProjectModel, ProjectModel, ...guideWidgets(library) };
};
