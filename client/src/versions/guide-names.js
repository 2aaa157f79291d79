/**
 * The feature `versions` expects the `wsSend` and events of a project of Bryntum's guide, to request autosaves and to
 * detect changes of others. Adds these names to a live project.
 *
 * @param {any} project
 * @returns {(() => void)[]} functions that remove them
 */
export const guideNames = (project) => {
  if (project.wsSend) return [];
  project.wsSend = (/** @type {string} */ command, /** @type {object} */ data) =>
    project.liveSend(command, data);
  Object.defineProperty(project, 'wsProjectId', {
    configurable: true,
    get: () => project.liveProjectId,
  });
  const tell = (/** @type {string} */ event) => () => project.trigger(event);
  return [
    () => {
      delete project.wsSend;
      delete project.wsProjectId;
    },
    project.on({
      liveBeforeChanges: tell('wsBeforeReceiveChanges'),
      liveChanges: tell('wsReceiveChanges'),
      liveVersionAutoSaveOK: tell('wsVersionAutoSaveOK'),
    }),
  ];
};
