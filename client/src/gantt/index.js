// @ts-ignore who uses this has it
import { Container, ProjectModel as Model, StringHelper, Toast } from '@bryntum/gantt';
import { guideClasses } from '../guide/classes.js';

/**
 * What Bryntum's guides expect: `WebSocketProjectModel` is a project that is shared; `ProjectModel` connects at once; the rest are
 * widgets, `loginwidget`, `userscontainer`, and what covers a chart without a connection.
 */
export const { WebSocketProjectModel, ProjectModel, LoginWidget, UsersContainer, WebSocketHelper } =
  guideClasses({ Container, ProjectModel: Model, StringHelper, Toast });

/** @typedef {InstanceType<typeof WebSocketProjectModel>} WebSocketProjectModel */
/** @typedef {InstanceType<typeof ProjectModel>} ProjectModel */
