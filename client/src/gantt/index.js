// @ts-ignore who uses this has it
import { Container, ProjectModel as Model, StringHelper, Toast } from '@bryntum/gantt';
import { ProjectWebSocketHandlerMixin } from '../bryntum/ws-project.js';
import { IntegrationGuideMixin } from '../guide/integration.js';
import { guideWidgets } from '../guide/widgets.js';

/** A project that is shared, under the names of Bryntum's guide: `new WebSocketProjectModel({ wsAddress, wsUserName, wsProjectId })`. */
export class WebSocketProjectModel extends ProjectWebSocketHandlerMixin(Model) {
  static $name = 'WebSocketProjectModel';
}

/** The same as Bryntum's integration guide has it: `new ProjectModel({ wsAddress })`, which connects at once. */
export class ProjectModel extends IntegrationGuideMixin(WebSocketProjectModel) {
  static $name = 'ProjectModel';
}

/** The widgets of the guides: `loginwidget`, `userscontainer`, and what covers a chart without a connection. */
export const { LoginWidget, UsersContainer, WebSocketHelper } = guideWidgets({
  Container,
  StringHelper,
  Toast,
});
